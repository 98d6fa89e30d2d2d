/** Writes dist/THIRD-PARTY-NOTICES.txt: the licence of every package whose code goes out with the program. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './process.mjs';

/** Shipped beside the bundles, not in them: build.mjs leaves them external. */
const shipped = ['libsql', 'keytar', '@neon-rs/load', 'detect-libc'];

/** @param {readonly string[]} inputs the files that were bundled */
export async function writeNotices(inputs) {
  const folders = new Set(shipped.map((name) => path.join(root, 'node_modules', name)));
  // Fonts and decoders inside a package come from others, and say so beside themselves.
  const besides = new Set();
  for (const input of inputs) {
    const file = path.resolve(root, input.replace(/^\0/, '').split('?')[0]);
    const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
    if (found === null) continue;
    folders.add(found[1]);
    besides.add(path.dirname(file));
  }
  for (const folder of folders) besides.delete(folder);
  const notices = [
    ...(await Promise.all([...folders].map(notice))),
    ...(await Promise.all([...besides].map(licencesIn))).flat(),
  ];
  const text = notices.sort((a, b) => (a < b ? -1 : 1)).join(`\n\n${'-'.repeat(80)}\n\n`);
  await fs.mkdir(path.join(root, 'dist'), { recursive: true });
  await fs.writeFile(path.join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), `${text}\n`);
}

async function licencesIn(folder) {
  const names = (await fs.readdir(folder)).filter((name) => /^licen[cs]e/i.test(name));
  const texts = names.map((name) => fs.readFile(path.join(folder, name), 'utf8'));
  const where = path.relative(path.join(root, 'node_modules'), folder);
  return (await Promise.all(texts)).map((text, at) => `${where}: ${names[at]}\n\n${text.trim()}`);
}

async function notice(folder) {
  const about = JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = await fs.readdir(folder);
  const licence = files.find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = licence === undefined ? '' : await fs.readFile(path.join(folder, licence), 'utf8');
  return `${about.name} ${about.version} (${about.license ?? 'see below'})\n\n${text.trim()}`.trim();
}
