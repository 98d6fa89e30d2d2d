/** What Lucca prints: the fixtures, and what their requests say of names and headers. */
import { readFileSync } from 'node:fs';

const textOf = (name: string): string =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

export const printedText = (name: string): string => textOf(`lucca-api/${name}`);
export const printed = (name: string): unknown => JSON.parse(printedText(name));
export const seed = (name: string): unknown => JSON.parse(textOf(`seeds/${name}`));

/** Names in lower case, of `Name: value` lines. */
const namesIn = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /^([A-Za-z-]+): /.exec(line)?.[1]?.toLowerCase() ?? []);

/** The legacy upload as seed 000 prints it: its headers, and the name of its part. */
export function legacyUpload(): { readonly headers: readonly string[]; readonly part: string } {
  const text = textOf('seeds/upload-request.http');
  const [head = ''] = text.split('\n\n');
  return {
    headers: namesIn(head.split('\n')).filter((name) => name !== 'host'),
    part: /form-data; name="([^"]*)"/.exec(text)?.[1] ?? 'none',
  };
}

/** The newer upload as seed 001 prints it. */
export function newerUpload(): { readonly headers: readonly string[]; readonly part: string } {
  const text = textOf('seeds/2024-11-01/file-request.curl');
  const headers = [...text.matchAll(/--header '([^']*)'/g)].map((found) => found[1] ?? '');
  return { headers: namesIn(headers), part: /--form ([^=]*)=/.exec(text)?.[1] ?? 'none' };
}
