/** A folder for one test, gone after it. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file below it, with its folders; returns the absolute path. */
  write(path: string, content: string | Uint8Array): Promise<string>;
  at(path: string): string;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'classeur-test-')));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  const at = (below: string) => join(path, ...below.split('/'));
  return {
    path,
    at,
    async write(below, content) {
      await mkdir(dirname(at(below)), { recursive: true });
      await writeFile(at(below), content);
      return at(below);
    },
  };
}
