/**
 * What each language still lacks: `npm run messages`. To fill it in: `npm run messages -- de < texts.json`, where
 * texts.json holds `{"key": "text"}`. Every catalogue has the keys of the French one, in its order.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { root, say } from './process.mjs';

const folder = path.join(root, 'main', 'shared', 'messages');
const fileOf = (language) => path.join(folder, `${language}.json`);
const read = async (language) => JSON.parse(await fs.readFile(fileOf(language), 'utf8'));

const languages = (await fs.readdir(folder))
  .filter((name) => name.endsWith('.json'))
  .map((name) => path.basename(name, '.json'));
const { fr, en } = { fr: await read('fr'), en: await read('en') };
const [wanted] = process.argv.slice(2);

async function show() {
  const lacking = [];
  for (const language of languages) {
    const catalogue = await read(language);
    lacking.push(...Object.keys(fr).filter((key) => !(key in catalogue)));
    const surplus = Object.keys(catalogue).filter((key) => !(key in fr));
    if (surplus.length > 0) say(`${language}: not in French: ${surplus.join(' ')}`);
    const missing = Object.keys(fr).filter((key) => !(key in catalogue));
    if (missing.length > 0) say(`${language}: missing: ${missing.join(' ')}`);
  }
  for (const key of new Set(lacking)) say(`${key}\n  en ${en[key] ?? '–'}\n  fr ${fr[key]}`);
  if (lacking.length > 0) process.exitCode = 1;
}

async function fill(language) {
  let given = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) given += chunk;
  const texts = { ...(await read(language)), ...JSON.parse(given) };
  const unknown = Object.keys(texts).filter((key) => !(key in fr));
  if (unknown.length > 0) say(`${language}: left out, not in French: ${unknown.join(' ')}`);
  const inOrder = Object.keys(fr).flatMap((key) => (key in texts ? [[key, texts[key]]] : []));
  await fs.writeFile(fileOf(language), `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
}

if (wanted === undefined) await show();
else if (languages.includes(wanted)) await fill(wanted);
else {
  say(`No such language: ${wanted}. There are ${languages.join(', ')}.`);
  process.exitCode = 1;
}
