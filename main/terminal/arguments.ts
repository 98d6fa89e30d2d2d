/** What was typed, as a command. An option or command that is not known, or does not belong, is an error that names it. */
import { parseArgs } from 'node:util';
import type { AnswerOfPerson, EmployeeId, TargetKey } from '../core/model.ts';
import type { TextKey, TextValues } from './texts.ts';

export const commandNames = [
  'run',
  'check',
  'status',
  'history',
  'retry',
  'answer',
  'folders',
  'fields',
  'doctor',
  'forget',
  'secret',
] as const;
export type CommandName = (typeof commandNames)[number];

export type Command =
  | { readonly name: 'run'; readonly once: boolean; readonly waitSeconds: number }
  | { readonly name: 'check' | 'status' | 'fields' }
  | { readonly name: 'history'; readonly csv: boolean }
  | { readonly name: 'retry'; readonly ids: readonly string[] }
  | { readonly name: 'answer'; readonly ids: readonly string[]; readonly answer: AnswerOfPerson }
  | { readonly name: 'folders'; readonly dryRun: boolean }
  | { readonly name: 'doctor'; readonly employeeId: EmployeeId | null }
  | { readonly name: 'forget'; readonly employeeId: EmployeeId }
  | { readonly name: 'secret'; readonly what: 'set' | 'clear' };

/** Options of all commands. */
export interface Common {
  readonly data: string | null;
  readonly json: boolean;
  readonly record: string | null;
}

export type Parsed =
  | { readonly kind: 'command'; readonly command: Command; readonly common: Common }
  | { readonly kind: 'help'; readonly of: CommandName | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly text: TextKey; readonly values: TextValues };

const ofAll = ['data', 'json', 'record', 'help', 'version'];
const answers = ['ignore', 'replace', 'add', 'keep', 'accept'] as const;
const optionsOf: Readonly<Record<CommandName, readonly string[]>> = {
  run: ['once', 'wait'],
  check: [],
  status: [],
  history: ['csv'],
  retry: [],
  answer: ['employee', 'always', 'target', ...answers],
  folders: ['dry-run'],
  fields: [],
  doctor: ['employee'],
  forget: ['employee'],
  secret: [],
};
const withValue = ['data', 'record', 'wait', 'employee', 'target'];
const everyOption = [...new Set([...ofAll, ...Object.values(optionsOf).flat()])];
const defaultWaitSeconds = 300;

class Wrong {
  readonly text: TextKey;
  readonly values: TextValues;
  constructor(text: TextKey, values: TextValues = {}) {
    this.text = text;
    this.values = values;
  }
}

/** `args`: what follows the program's name. Never throws. */
export function parseArguments(args: readonly string[]): Parsed {
  const result = parse(args);
  return result instanceof Wrong ? { kind: 'wrong', text: result.text, values: result.values } : result;
}

function parse(args: readonly string[]): Parsed | Wrong {
  const options = Object.fromEntries(
    everyOption.map((name) => [
      name,
      { type: withValue.includes(name) ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words: string[] = [];
  const given = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    // Short options are letters of words here: there are none.
    if (!rawName.startsWith('--') || !everyOption.includes(name))
      return new Wrong('wrong.option', { option: rawName });
    if (!withValue.includes(name)) {
      if (value !== undefined) return new Wrong('wrong.no-value', { option: rawName });
      given.set(name, true);
    } else {
      const missing = value === undefined || value === '' || (value.startsWith('--') && !token.inlineValue);
      if (missing) return new Wrong('wrong.needs-value', { option: rawName });
      given.set(name, value);
    }
  }
  const [name, ...rest] = words;
  if (given.has('version')) return { kind: 'version' };
  if (name === undefined)
    return given.has('help') ? { kind: 'help', of: null } : new Wrong('wrong.no-command');
  if (!isCommandName(name)) return new Wrong('wrong.command', { command: name });
  const foreign = [...given.keys()].find(
    (option) => !ofAll.includes(option) && !optionsOf[name].includes(option),
  );
  if (foreign !== undefined) return new Wrong('wrong.option-of', { option: `--${foreign}`, command: name });
  if (given.has('help')) return { kind: 'help', of: name };
  const command = commandOf(name, rest, given);
  if (command instanceof Wrong) return command;
  const common: Common = {
    data: textOf(given, 'data'),
    json: given.has('json'),
    record: textOf(given, 'record'),
  };
  return { kind: 'command', command, common };
}

function commandOf(
  name: CommandName,
  words: readonly string[],
  given: ReadonlyMap<string, string | true>,
): Command | Wrong {
  if (name !== 'retry' && name !== 'answer' && name !== 'secret' && words[0] !== undefined)
    return new Wrong('wrong.word', { word: words[0], command: name });
  switch (name) {
    case 'check':
    case 'status':
    case 'fields':
      return { name };
    case 'run':
      return runOf(given);
    case 'history':
      return given.has('csv') && given.has('json')
        ? new Wrong('wrong.together', { one: '--csv', other: '--json' })
        : { name, csv: given.has('csv') };
    case 'retry':
      return { name, ids: words };
    case 'answer':
      return answerOf(words, given);
    case 'folders':
      return { name, dryRun: given.has('dry-run') };
    case 'doctor': {
      if (!given.has('employee')) return { name, employeeId: null };
      const employeeId = employeeOf(given);
      return employeeId instanceof Wrong ? employeeId : { name, employeeId };
    }
    case 'forget': {
      if (!given.has('employee')) return new Wrong('wrong.missing', { option: '--employee', command: name });
      const employeeId = employeeOf(given);
      return employeeId instanceof Wrong ? employeeId : { name, employeeId };
    }
    case 'secret': {
      const [what, ...more] = words;
      if (what !== 'set' && what !== 'clear') return new Wrong('wrong.secret', { word: what ?? '' });
      return more[0] === undefined
        ? { name, what }
        : new Wrong('wrong.word', { word: more[0], command: name });
    }
  }
}

function runOf(given: ReadonlyMap<string, string | true>): Command | Wrong {
  const once = given.has('once');
  const wait = textOf(given, 'wait');
  if (wait === null) return { name: 'run', once, waitSeconds: defaultWaitSeconds };
  if (!once) return new Wrong('wrong.wait-once');
  const waitSeconds = /^\d+(\.\d+)?$/.test(wait) ? Number(wait) : NaN;
  return Number.isFinite(waitSeconds)
    ? { name: 'run', once, waitSeconds }
    : new Wrong('wrong.number', { option: '--wait', value: wait });
}

function answerOf(ids: readonly string[], given: ReadonlyMap<string, string | true>): Command | Wrong {
  if (ids.length === 0) return new Wrong('wrong.no-id');
  const said = ['employee', 'target', ...answers].filter((option) => given.has(option));
  const [one, other] = said;
  if (one === undefined) return new Wrong('wrong.no-answer');
  if (other !== undefined) return new Wrong('wrong.together', { one: `--${one}`, other: `--${other}` });
  if (given.has('always') && one !== 'employee') return new Wrong('wrong.always');
  const name = 'answer';
  if (one === 'employee') {
    const employeeId = employeeOf(given);
    if (employeeId instanceof Wrong) return employeeId;
    return { name, ids, answer: { kind: 'employee', employeeId, always: given.has('always') } };
  }
  if (one === 'target')
    return { name, ids, answer: { kind: 'target', target: (textOf(given, 'target') ?? '') as TargetKey } };
  return { name, ids, answer: { kind: one as (typeof answers)[number] } };
}

function employeeOf(given: ReadonlyMap<string, string | true>): EmployeeId | Wrong {
  const text = textOf(given, 'employee') ?? '';
  return /^[1-9]\d{0,14}$/.test(text)
    ? (Number(text) as EmployeeId)
    : new Wrong('wrong.number', { option: '--employee', value: text });
}

function textOf(given: ReadonlyMap<string, string | true>, name: string): string | null {
  const value = given.get(name);
  return typeof value === 'string' ? value : null;
}

function isCommandName(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}
