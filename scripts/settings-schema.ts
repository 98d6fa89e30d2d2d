/** Writes docs/settings.schema.json from the schema that the program itself parses with. `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { settingsSchema } from '../main/shared/settings.ts';

const file = new URL('../docs/settings.schema.json', import.meta.url);
const schema = {
  ...z.toJSONSchema(settingsSchema(), { io: 'input' }),
  title: 'Classeur settings.json',
};
const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/settings.schema.json is not what the schema says. Run: npm run docs');
    process.exitCode = 1;
  }
} else writeFileSync(file, text);
