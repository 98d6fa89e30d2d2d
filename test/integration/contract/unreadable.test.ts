/**
 * A file that may not be read. The superuser may read everything, so there the program runs without the two
 * capabilities that let it (setpriv, part of every Debian).
 */
import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtProgram, key, openPlace } from './program.ts';

type Place = Awaited<ReturnType<typeof openPlace>>;
type Line = Readonly<Record<string, unknown>>;

/** `run --once` as somebody whom a mode of 000 keeps out: its exit code, and the last word on each file by its name. */
async function runOnce(place: Place): Promise<{ code: number | null; last: ReadonlyMap<string, Line> }> {
  const program = [await builtProgram(), 'run', '--once', '--json', '--wait', '30', '--data', place.data];
  const node = [process.execPath, ...program];
  const bound = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'];
  const [command = '', ...args] = process.getuid?.() === 0 ? [...bound, ...node] : node;
  const child = spawn(command, args, {
    env: { ...process.env, CLASSEUR_API_KEY: key },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ event }) => event === 'document');
  return { code, last: new Map(lines.map((line) => [String(line['path']).split('/').at(-1) ?? '', line])) };
}

test('a file that may not be read asks, the others are filed, and it is filed once it may be', async () => {
  const place = await openPlace();
  try {
    place.settings({ settle: { quietSeconds: 0.2, incompleteSeconds: 1 } });
    const [one, other] = [place.people[0]!, place.people[1]!];
    const folder = (person: typeof one) =>
      `${person.lastName} ${person.firstName} (${person.employeeNumber})`;
    const closed = place.save(`${folder(one)}/RIB/rib.pdf`);
    place.save(`${folder(other)}/RIB/rib2.pdf`, undefined, 'another');
    chmodSync(join(place.root, closed), 0o000);
    const first = await runOnce(place);
    expect(first.last.get('rib.pdf')).toMatchObject({ state: 'attention', reason: 'unreadable' });
    expect(first.last.get('rib2.pdf')).toMatchObject({ state: 'filed' });
    expect(first.code).toBe(2);

    // As long as nothing has changed it asks, and is not told as something new.
    const still = await runOnce(place);
    expect([still.code, still.last.get('rib.pdf')?.['state']]).toEqual([2, 'attention']);

    chmodSync(join(place.root, closed), 0o644);
    const mended = await runOnce(place);
    expect([mended.code, mended.last.get('rib.pdf')?.['state']]).toEqual([0, 'filed']);
  } finally {
    await place.close();
  }
});
