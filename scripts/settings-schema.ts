/**
 * Writes docs/settings.schema.json and docs/policy.schema.json from the schemas that the program itself parses with.
 * `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { z } from 'zod';
import { policySchema } from '../main/shared/policy.ts';
import { settingsSchema } from '../main/shared/settings.ts';

type Schema = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Schema>>;

const settings = z.toJSONSchema(settingsSchema(), { io: 'input' }) as Schema;
const policy = z.toJSONSchema(policySchema, { io: 'input' }) as Schema & { readonly properties: Schema };

const ofTheWholeAlone = ['$schema', 'required', 'default', 'readOnly'];

/** A part of it: no member must be there, and none has a default. What stands in a list is whole. */
function partOf(schema: Schema): Schema {
  const rest = Object.entries(schema).filter(([name]) => !ofTheWholeAlone.includes(name));
  return Object.fromEntries(
    rest.map(([name, value]) => [name, name === 'properties' ? partsOf(value as Properties) : value]),
  );
}

const partsOf = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, partOf(schema)]));

const files = {
  'settings.schema.json': { ...settings, title: 'Classeur settings.json' },
  'policy.schema.json': {
    ...policy,
    properties: { ...policy.properties, settings: partOf(settings) },
    title: 'Classeur policy.json',
  },
};

for (const [name, schema] of Object.entries(files)) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`docs/${name} is not what the schema says. Run: npm run docs`);
    process.exitCode = 1;
  }
}
