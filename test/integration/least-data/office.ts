/** A place whose people, files and answers can be told from anything else on a disk, and a program that is watched. */
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Employee } from '../../lucca/index.ts';
import { at, key, openPlace, type Place, type Said, type StartOptions } from '../contract/program.ts';
import { filesBelow, type Trace } from './traces.ts';

export interface Office extends Place {
  readonly people: readonly Employee[];
  /** The working folder, the temporary folder and the home of every program that is started here. */
  readonly cwd: string;
  readonly temporary: string;
  readonly home: string;
  /** All that came on standard error so far. */
  readonly errors: () => string;
  /** Saves a document into a person's folder; its name is remembered as a trace. */
  put(person: Employee, below: string, bytes?: Uint8Array | string): string;
  /** As `put`, anywhere below root. */
  putAt(path: string, bytes?: Uint8Array | string): string;
  /** Names, numbers and addresses of these people (all by default). */
  peopleTraces(of?: readonly Employee[]): readonly Trace[];
  /** Names of files put so far, those of one folder where `below` is given. */
  fileTraces(below?: string): readonly Trace[];
  /** The key, where things are, and what is only in Lucca or in a document. */
  secretTraces(): readonly Trace[];
}

/** In documents, in Lucca's records and in Lucca's errors: told from each other, and from all else. */
export const marks = {
  content: 'Diagnostic-quzwex',
  record: 'Confidence-vhyzok',
  error: 'Refus-wyxkoz',
} as const;

export async function openOffice(): Promise<Office> {
  const place = await openPlace();
  const [cwd, temporary, home] = [
    join(place.base, 'cwd'),
    join(place.base, 'temporary'),
    join(place.base, 'home'),
  ];
  for (const folder of [cwd, temporary, home]) mkdirSync(folder);
  // Numbers, logins and addresses that no hash, time or size holds by chance, and that hold no name.
  const people = place.people.map((person) =>
    place.emulator.setEmployee(person.id, {
      employeeNumber: `QX${person.id}ZW`,
      login: `lgyk${person.id}`,
      mail: `mlwq${person.id}@brevanne.example`,
    }),
  );
  const paths: string[] = [];
  let errors = '';
  const watched = (options: StartOptions = {}): StartOptions => ({
    cwd,
    ...options,
    env: {
      ...{ TMPDIR: temporary, TMP: temporary, TEMP: temporary },
      ...{ HOME: home, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined },
      ...options.env,
    },
  });
  const start: Place['start'] = (args, options) => {
    const running = place.start(args, watched(options));
    running.child.stderr?.on('data', (chunk: string) => {
      errors += chunk;
    });
    return running;
  };
  const putAt: Office['putAt'] = (path, bytes) => {
    paths.push(path);
    return place.save(path, bytes);
  };
  return {
    ...place,
    people,
    cwd,
    temporary,
    home,
    start,
    run: (args, options): Promise<Said> => start(args, options).ended(),
    person(part) {
      const { id } = place.person(part);
      return people.find((one) => one.id === id) ?? place.person(part);
    },
    errors: () => errors,
    put: (person, below, bytes) => putAt(at(person, below), bytes),
    putAt,
    peopleTraces: (of = people) =>
      of.flatMap((one): Trace[] => [
        ...[one.lastName, one.firstName]
          // Shorter ones stand in many a word: `Inès` in `humaines`.
          .filter((name) => name.length > 4 && !hostname().toLowerCase().includes(name.toLowerCase()))
          .map((text): Trace => ({ kind: 'name', text })),
        { kind: 'number', text: one.employeeNumber },
        { kind: 'mail', text: one.mail },
        { kind: 'login', text: one.login },
      ]),
    fileTraces: (below = '') =>
      paths
        .filter((path) => path.startsWith(below))
        .map((path) => ({ kind: 'file', text: path.split('/').at(-1) ?? path })),
    secretTraces: () => [
      { kind: 'key', text: key },
      { kind: 'place', text: place.base },
      { kind: 'tenant', text: new URL(place.emulator.url).host },
      ...(['content', 'record', 'error'] as const).map((kind): Trace => ({ kind, text: marks[kind] })),
    ],
  };
}

/** What the program left where nothing may be left. */
export function litter(office: Office): readonly string[] {
  return [office.cwd, office.temporary, office.home].flatMap(filesBelow);
}
