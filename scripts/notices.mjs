/** Writes dist/THIRD-PARTY-NOTICES.txt: the licence of every package whose code goes out with the program. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './process.mjs';

/** Shipped beside the bundles, not in them: build.mjs leaves them external. */
const shipped = ['libsql', 'keytar', '@neon-rs/load', 'detect-libc'];

/** @param {readonly string[]} inputs the files that were bundled */
export async function writeNotices(inputs) {
  const folders = new Set(shipped.map((name) => path.join(root, 'node_modules', name)));
  for (const input of inputs) {
    const file = path.resolve(root, input.replace(/^\0/, '').split('?')[0]);
    const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
    if (found !== null) folders.add(found[1]);
  }
  const notices = await Promise.all([...folders].map(notice));
  const text = notices.sort((a, b) => (a < b ? -1 : 1)).join(`\n\n${'-'.repeat(80)}\n\n`);
  await fs.mkdir(path.join(root, 'dist'), { recursive: true });
  await fs.writeFile(path.join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), `${text}\n`);
}

async function notice(folder) {
  const about = JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = await fs.readdir(folder);
  const licence = files.find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = licence === undefined ? '' : await fs.readFile(path.join(folder, licence), 'utf8');
  return `${about.name} ${about.version} (${about.license ?? 'see below'})\n\n${text.trim()}`.trim();
}
