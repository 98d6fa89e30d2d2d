/** `npm run emulator`: a Lucca to try Classeur against, without a tenant. */
import { parseArgs } from 'node:util';
import { fictionalCompany } from './company.ts';
import { startEmulator } from './server.ts';
import { listSwitches, parseSwitch } from './switches.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4123' },
    host: { type: 'string', default: '127.0.0.1' },
    employees: { type: 'string', default: '40' },
    switch: { type: 'string', multiple: true, default: [] },
    'list-switches': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values['list-switches']) {
  for (const { name, settings, fallback, meaning } of listSwitches())
    console.log(`${name} = ${settings?.join(' | ') ?? 'number'} (${fallback})\n    ${meaning}`);
} else {
  const switches = Object.assign({}, ...values.switch.map(parseSwitch)) as Record<string, never>;
  const company = fictionalCompany({ employees: Number(values.employees) });
  const emulator = await startEmulator({ port: Number(values.port), host: values.host, company, switches });
  console.log(`${emulator.url}\nKey: ${emulator.keys[0]!.key}`);
}
