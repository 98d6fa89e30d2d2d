/**
 * Three hundred histories of an office, by two processes side by side. More: `npm run simulate -- --seeds 20000`.
 * `SEED=n` plays that history alone.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const only = process.env['SEED'];
const rounds = only === undefined ? [1, 151] : [Number(only)];
const each = only === undefined ? 150 : 1;

/** What the simulation says, and how it ended: a history that went wrong is told as short as it still goes wrong. */
function simulate(from: number): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/tsx/dist/cli.mjs'),
      'test/support/sim/cli.ts',
      '--seeds',
      String(each),
      '--from',
      String(from),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

it('nothing is lost, doubled or misplaced', async () => {
  for (const { code, said } of await Promise.all(rounds.map(simulate))) {
    expect(code, said).toBe(0);
    const { filed, asked, crashes } = JSON.parse(/\{.*\}/.exec(said)?.[0] ?? '{}') as Record<string, number>;
    if (only !== undefined) continue;
    // Histories in which nothing happens prove nothing.
    expect(filed).toBeGreaterThan(each * 5);
    expect(asked).toBeGreaterThan(each * 3);
    expect(crashes).toBeGreaterThan(each * 3);
  }
}, 600_000);
