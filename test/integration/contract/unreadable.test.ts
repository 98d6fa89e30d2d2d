/**
 * A file that may not be read. The superuser may read everything, so there the program runs without the two
 * capabilities that let it (setpriv, part of every Debian).
 */
import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtProgram, key, openPlace } from './program.ts';

test('a file that may not be read asks, and the others are filed', async () => {
  const place = await openPlace();
  try {
    place.settings({ settle: { quietSeconds: 0.2, incompleteSeconds: 1 } });
    const [one, other] = [place.people[0]!, place.people[1]!];
    const folder = (person: typeof one) =>
      `${person.lastName} ${person.firstName} (${person.employeeNumber})`;
    const closed = place.save(`${folder(one)}/RIB/rib.pdf`);
    place.save(`${folder(other)}/RIB/rib2.pdf`, undefined, 'another');
    chmodSync(join(place.root, closed), 0o000);
    const superuser = process.getuid?.() === 0;
    const node = [
      process.execPath,
      await builtProgram(),
      'run',
      '--once',
      '--json',
      '--wait',
      '30',
      '--data',
      place.data,
    ];
    const bound = ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'];
    const [command = '', ...args] = superuser ? [...bound, ...node] : node;
    const child = spawn(command, args, {
      env: { ...process.env, CLASSEUR_API_KEY: key },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    const last = new Map(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter(({ event }) => event === 'document')
        .map((line) => [String(line['path']).split('/').at(-1), line]),
    );
    expect(last.get('rib.pdf')).toMatchObject({ state: 'attention', reason: 'unreadable' });
    expect(last.get('rib2.pdf')).toMatchObject({ state: 'filed' });
    expect(code).toBe(2);
  } finally {
    await place.close();
  }
});
