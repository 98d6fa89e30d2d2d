/**
 * Runs a command as an ordinary user: as uid 65534 (nobody) when started by root, otherwise as it is.
 *
 *   node scripts/as-ordinary-user.mjs [--needs path,path…] -- command [argument…]
 *
 * --needs  the files and folders of the repository that the command reads. Where that user cannot read them, as in a
 *          checkout below /root, the command runs in a copy of these, and CLASSEUR_… variables point into the copy.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isSuperuser, root, run, say } from './process.mjs';

const nobody = 65534;
const asNobody = [
  'setpriv',
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  '--inh-caps=-all',
  '--',
];

const split = process.argv.indexOf('--');
const command = split === -1 ? [] : process.argv.slice(split + 1);
const { values } = parseArgs({
  args: process.argv.slice(2, split === -1 ? undefined : split),
  options: { needs: { type: 'string', default: '' } },
});
if (command.length === 0) {
  say('Usage: node scripts/as-ordinary-user.mjs [--needs path,path…] -- command [argument…]');
  process.exit(1);
}

async function mayUse(file, test) {
  const asked = await run(asNobody[0], [...asNobody.slice(1), 'test', test, file], { capture: true });
  return asked.code === 0;
}

async function copyInto(home, needs) {
  const copy = path.join(home, 'copy');
  for (const need of needs) {
    await fs.cp(path.join(root, need), path.join(copy, need), { recursive: true, verbatimSymlinks: true });
  }
  const owned = await run('chown', ['-R', `${nobody}:${nobody}`, copy], { capture: true });
  if (owned.code !== 0) throw new Error(owned.stderr);
  return copy;
}

async function nodeFolder(home) {
  if (await mayUse(process.execPath, '-x')) return path.dirname(process.execPath);
  const folder = path.join(home, 'node');
  await fs.mkdir(folder);
  await fs.copyFile(process.execPath, path.join(folder, 'node'));
  return folder;
}

async function runAsNobody() {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'classeur-ordinary-'));
  try {
    await fs.chown(home, nobody, nobody);
    const needs = values.needs.split(',').filter(Boolean);
    const readable = await Promise.all(needs.map((need) => mayUse(path.join(root, need), '-r')));
    const cwd = readable.every(Boolean) ? root : await copyInto(home, needs);
    const moved = Object.entries(process.env)
      .filter(([name, value]) => name.startsWith('CLASSEUR_') && value.startsWith(root))
      .map(([name, value]) => [name, cwd + value.slice(root.length)]);
    const env = { ...process.env, ...Object.fromEntries(moved), HOME: home };
    env.PATH = `${await nodeFolder(home)}${path.delimiter}${process.env.PATH}`;
    for (const name of Object.keys(env)) if (name.startsWith('XDG_')) delete env[name];
    const { code } = await run(asNobody[0], [...asNobody.slice(1), ...command], { cwd, env });
    return code;
  } finally {
    await fs.rm(home, { recursive: true, force: true });
  }
}

process.exit(isSuperuser() ? await runAsNobody() : (await run(command[0], command.slice(1))).code);
