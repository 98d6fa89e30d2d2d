/** A file tree in memory, as the agent's `Files` and as the people who save into it see it. */
import { createHash } from 'node:crypto';
import type { FileSeen, ScanResult, Sha256, Signature, TreePath } from '../../../main/core/model.ts';
import type { Files, InspectionResult } from '../../../main/core/ports.ts';
import { fileReason } from '../../../main/core/scan/ignore-rules.ts';
import type { VirtualClock } from './clock.ts';

export interface SimFile {
  readonly inode: number;
  readonly text: string;
  readonly mtimeMs: number;
  /** The writer holds it open: nobody else may read. */
  readonly locked: boolean;
}

/** The end mark of a whole document. */
export const endMark = '%%EOF';

export const isWhole = (text: string): boolean => text.endsWith(endMark);
export const shaOf = (text: string): Sha256 => createHash('sha256').update(text).digest('hex') as Sha256;

export class SimTree {
  readonly files = new Map<string, SimFile>();
  root: ScanResult['root'] = 'ok';
  readonly unreadable = new Set<string>();
  onChange: (path: string) => void = () => undefined;
  readonly #clock: VirtualClock;
  #inode = 1;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  write(path: string, text: string, locked = false): void {
    const inode = this.files.get(path)?.inode ?? this.#inode++;
    this.files.set(path, { inode, text, mtimeMs: this.#clock.now(), locked });
    this.onChange(path);
  }

  unlock(path: string): void {
    const file = this.files.get(path);
    if (file !== undefined) this.files.set(path, { ...file, locked: false });
  }

  touch(path: string): void {
    const file = this.files.get(path);
    if (file === undefined) return;
    this.files.set(path, { ...file, mtimeMs: this.#clock.now() });
    this.onChange(path);
  }

  move(from: string, to: string): void {
    const file = this.files.get(from);
    if (file === undefined || this.files.has(to)) return;
    this.files.delete(from);
    this.files.set(to, file);
    this.onChange(from);
    this.onChange(to);
  }

  remove(path: string): void {
    if (this.files.delete(path)) this.onChange(path);
  }

  scan(scope: string, unchanged: (file: FileSeen) => boolean = () => false): ScanResult {
    const at = this.#clock.now();
    const files: FileSeen[] = [];
    const left: { path: TreePath; reason: 'temporary' | 'hidden'; signature: Signature }[] = [];
    if (this.root !== 'ok') return { scope, root: this.root, files, left, unreadable: [], at };
    if (this.files.size === 0) return { scope, root: 'empty', files, left, unreadable: [], at };
    for (const [path, file] of this.files) {
      if (scope !== '' && !path.startsWith(`${scope}/`)) continue;
      if (path.includes('/_Filed/') || this.#isUnreadable(path)) continue;
      const signature = signatureOf(file);
      const reason = fileReason(path.slice(path.lastIndexOf('/') + 1));
      if (reason === null) files.push({ path: path as TreePath, ...signature });
      else left.push({ path: path as TreePath, reason, signature });
    }
    const told = files.filter((file) => !unchanged(file));
    return { scope, root: 'ok', files: told, left, unreadable: [...this.unreadable], at };
  }

  #isUnreadable(path: string): boolean {
    return [...this.unreadable].some((folder) => path.startsWith(`${folder}/`));
  }

  /** What the agent's disk answers. */
  asFiles(): Files {
    const there = (path: string): SimFile | null =>
      this.root === 'ok' && !this.#isUnreadable(path) ? (this.files.get(path) ?? null) : null;
    return {
      scan: (scope, look) => this.#slow(() => this.scan(scope, look?.unchanged)),
      inspect: (path, signature) => this.#slow(() => inspectionOf(there(path), signature)),
      open: (path, signature) =>
        this.#slow(() => {
          const file = there(path);
          if (file === null || file.locked || !same(signatureOf(file), signature)) return null;
          const half = Math.floor(file.text.length / 2);
          let sent = '';
          // Who writes into the file meanwhile changes what is still to be read; who replaces it does not.
          const present = (): string =>
            [...this.files.values()].find(({ inode }) => inode === file.inode)?.text ?? file.text;
          const read = async function* (clock: VirtualClock): AsyncGenerator<Uint8Array> {
            sent = present().slice(0, half);
            yield new TextEncoder().encode(sent);
            await clock.sleep(2);
            const rest = present().slice(half);
            sent += rest;
            yield new TextEncoder().encode(rest);
          };
          return {
            size: new TextEncoder().encode(file.text).length,
            bytes: read(this.#clock),
            finish: () => {
              const now = there(path);
              return Promise.resolve({
                sha256: shaOf(sent),
                unchanged: now !== null && same(signatureOf(now), signature),
              });
            },
            close: () => Promise.resolve(),
          };
        }),
      archive: (path, employeeFolder, signature) =>
        this.#slow(() => {
          const file = there(path);
          if (file === null || file.locked || !same(signatureOf(file), signature)) return null;
          const wished = `${employeeFolder}/_Filed/${path.slice(employeeFolder.length + 1)}`;
          let to = wished;
          for (let copy = 2; this.files.has(to); copy += 1) to = `${wished} (${copy})`;
          this.move(path, to);
          return to as TreePath;
        }),
      trash: (path, signature) =>
        this.#slow(() => {
          const file = there(path);
          if (file === null || file.locked || !same(signatureOf(file), signature)) return false;
          this.remove(path);
          return true;
        }),
      makeFolder: () => Promise.resolve(false),
      renameFolder: () => Promise.resolve('locked'),
      folders: () => Promise.resolve([]),
    };
  }

  async #slow<T>(look: () => T): Promise<T> {
    await this.#clock.sleep(3);
    const seen = look();
    await this.#clock.sleep(2);
    return seen;
  }
}

function inspectionOf(file: SimFile | null, signature: Signature): InspectionResult {
  if (file === null) return { kind: 'gone' };
  if (file.locked) return { kind: 'locked' };
  const now = signatureOf(file);
  if (!same(now, signature)) return { kind: 'changed', signature: now };
  if (file.text === '') return { kind: 'empty' };
  const inspection = { sha256: shaOf(file.text), contentType: 'application/pdf' };
  return isWhole(file.text)
    ? { kind: 'whole', inspection, signature: now }
    : { kind: 'incomplete', inspection, signature: now };
}

export function signatureOf(file: SimFile): Signature {
  return { size: file.text.length, mtimeMs: file.mtimeMs, fileKey: `1:${file.inode}` };
}

function same(a: Signature, b: Signature): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.fileKey === b.fileKey;
}
