/** The content types that seed 001 lists, read from the fixture that was copied of it. */
import { readFileSync } from 'node:fs';

const fixture = new URL('../../fixtures/seeds/2024-11-01/content-types.txt', import.meta.url);

export const newContentTypes: ReadonlySet<string> = new Set(
  readFileSync(fixture, 'utf8')
    .split('\n')
    .filter((line) => line !== ''),
);
