/** Match: the `employeeFolder` pattern, rendered for an employee. */
import type { Placeholder } from '../../shared/settings.ts';
import type { Employee } from '../model.ts';

export interface FolderPattern {
  /** How many folders below the root stand for an employee. */
  readonly depth: number;
  readonly placeholders: readonly Placeholder[];
  /** The employee folder that a path below root lies in, as on disk; null where it lies in none. */
  readonly folderOf: (path: string) => string | null;
  /** The employee's folder as a safe path below root; null where a whole segment would be empty. */
  render(employee: Employee): string | null;
}

export function compileFolderPattern(pattern: string): FolderPattern {
  const segments = pattern.split('/');
  return {
    depth: segments.length,
    placeholders: [
      ...new Set([...pattern.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] as Placeholder)),
    ],
    folderOf: (path) => {
      const parts = path.split('/');
      return parts.length > segments.length ? parts.slice(0, segments.length).join('/') : null;
    },
    render(employee) {
      const rendered = segments.map((segment) =>
        safeFolderName(
          segment.replace(/\{([^{}]*)\}/g, (_, name: string) => valueOf(employee, name as Placeholder)),
        ),
      );
      return rendered.some((segment) => segment === '') ? null : rendered.join('/');
    },
  };
}

/** What an employee has for a placeholder; '' where Lucca gives nothing. */
export function valueOf(employee: Employee, placeholder: Placeholder): string {
  return placeholder === 'id' ? String(employee.id) : employee[placeholder];
}

/** Windows keeps these names for devices, whatever follows a dot: `CON.pdf` is one as well. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?= *(\.|$))/i;
const longest = 120;

/**
 * A name that every file system takes, from one that Lucca gave: no separators, no reserved device,
 * no trailing dot or blank, at most 120 characters. '' where nothing is left.
 */
export function safeFolderName(name: string): string {
  const plain = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are just what must not reach a file system
    .replace(/[/\\:*?"<>|\u0000-\u001F\u007F]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '');
  const short = Array.from(plain)
    .slice(0, longest)
    .join('')
    .replace(/[. ]+$/, '');
  if (short === '' || /^[.\- ]+$/.test(short)) return '';
  return short.replace(reserved, '$1_');
}
