/** What `npm run emulator -- --help` says. */
import { listSwitches } from './switches.ts';

export const help = `A Lucca that does not exist, to try Classeur without a tenant.

  npm run emulator -- [options]

  --port N              port (default 4123; 0: any free one)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --employees N         people in the fictional company (default 40)
  --filled              some people hold documents already
  --state FILE          keep the company over restarts in FILE and FILE.files/
  --key GUID            secret of the key (default: a fixed fictional one)
  --deny SECTION        the key may neither see nor write this section of the HR file; may be repeated
  --switch NAME=VALUE   one thing about Lucca that is not certain; may be repeated
  --list-switches       all switches, their settings, what they mean and where the doubt comes from
  --fault JSON          one fault, as for POST /__emulator/faults; may be repeated
  --keep hash           forget bytes once hashed, for very large runs (default: bytes)
  --quiet               no line per request
  --help                this text

What it answers
  POST /lucca-files/api/uploads
  GET  /api/v3/users            fields, paging, orderBy, filters, formerEmployees
  GET  /api/v3/users/{id}
  PUT  /api/v3/users/{id}       picture and e_… keys at the root
  GET  /api/v3/extensionuserdefinitions, /api/v3/userproperties
  GET  /api/v3/files/{guid}
  POST /connect/token           and the 2024-11-01 generation below /lucca-api:
  POST /lucca-api/files, GET employees, legal-entities, departments,
  employee-extension-definitions, employee-extensions (POST, PATCH too)
with the key scheme, 50 requests a minute, 100 MB and 5 s of the real one.

Looking inside, from this machine only, never counted
  GET    /__emulator/journal           every request; /journal/{id}/body its bytes; /journal/attachments
  GET    /__emulator/holdings          every file that stands on somebody
  GET    /__emulator/records/{id}      one employee's rows
  GET    /__emulator/files[/{id}]      files, and the bytes of one
  GET    /__emulator/statistics        counts, and the busiest minute
  GET    /__emulator/company           people, fields, sections
  GET    /__emulator/switches          PATCH with {"name": "setting"} changes them live
  POST   /__emulator/faults            {"match": {"method": "PUT"}, "fault": {"kind": "commit-then-cut"}}
  PUT    /__emulator/values/{id}/{field}   another editor: the value as JSON

Faults
  refuse {status, message?, style?, headers?}    delay {ms, when: before|after}
  answer-then-cut    commit-then-cut    commit-then-refuse {status}    cut {when: at-once|after-body}
  cut-in-body {of: request|answer, afterBytes?}  stall {at: request|work|answer|answer-body, ms?}
  portal {status: 200|302|511}    answer {status, contentType?, body?}    mislabel {contentType}    pretend
  match: method, path (its beginning, or ^a regular expression), body, fileName, nth, times (a number or "always")

docs/EMULATOR.md has the rest.`;

export function switchTable(): string {
  return listSwitches()
    .map(({ name, settings, fallback, meaning, source }) => {
      const choices = settings ? settings.join(' | ') : 'a number';
      return `${name} = ${choices}   (default ${fallback})\n    ${meaning}${source ? `\n    ${source}` : ''}`;
    })
    .join('\n');
}

export const greeting = (
  url: string,
  key: string,
  company: string,
  people: number,
  client: { readonly clientId: string; readonly secret: string },
): string => `Lucca, emulated: ${url}
Company: ${company}, ${people} people
Key: ${key}

Point Classeur at it: in settings.json
  "tenant": { "url": "${url}", "api": "v3" }
and give it the key
  CLASSEUR_API_KEY=${key} npm run --silent classeur -- run --data DIR

The 2024-11-01 generation
  "tenant": { "url": "${url}", "api": "2024-11-01",
              "oauth": { "clientId": "${client.clientId}", "tokenUrl": "${url}/connect/token" } }
  CLASSEUR_CLIENT_SECRET=${client.secret}

What it holds: ${url}/__emulator/holdings
End with Ctrl+C.
`;
