import { describe, expect, test } from 'vitest';
import { commandNames, parseArguments } from '../../../main/terminal/arguments.ts';

const parse = (line: string) => parseArguments(line.split(' ').filter((word) => word !== ''));
const commandOf = (line: string) => {
  const parsed = parse(line);
  return parsed.kind === 'command' ? parsed.command : parsed;
};
/** What an error names. */
const named = (line: string) => {
  const parsed = parse(line);
  return parsed.kind === 'wrong' ? [parsed.text, ...Object.values(parsed.values)] : parsed;
};

describe('every command is understood', () => {
  test.each<readonly [string, unknown]>([
    ['run', { name: 'run', once: false, waitSeconds: 300 }],
    ['run --once', { name: 'run', once: true, waitSeconds: 300 }],
    ['run --once --wait 12.5', { name: 'run', once: true, waitSeconds: 12.5 }],
    ['run --once --wait=0', { name: 'run', once: true, waitSeconds: 0 }],
    ['check', { name: 'check' }],
    ['status', { name: 'status' }],
    ['fields', { name: 'fields' }],
    ['history', { name: 'history', csv: false }],
    ['history --csv', { name: 'history', csv: true }],
    ['retry', { name: 'retry', ids: [] }],
    ['retry d_1 d_2', { name: 'retry', ids: ['d_1', 'd_2'] }],
    [
      'answer d_1 --employee 416',
      { name: 'answer', ids: ['d_1'], answer: { kind: 'employee', employeeId: 416, always: false } },
    ],
    [
      'answer --always d_1 --employee=416',
      { name: 'answer', ids: ['d_1'], answer: { kind: 'employee', employeeId: 416, always: true } },
    ],
    [
      'answer d_1 --target e_RIB',
      { name: 'answer', ids: ['d_1'], answer: { kind: 'target', target: 'e_RIB' } },
    ],
    ...['replace', 'add', 'keep', 'accept', 'ignore'].map(
      (kind) =>
        [`answer d_1 d_2 --${kind}`, { name: 'answer', ids: ['d_1', 'd_2'], answer: { kind } }] as const,
    ),
    ['folders', { name: 'folders', dryRun: false }],
    ['folders --dry-run', { name: 'folders', dryRun: true }],
    ['doctor', { name: 'doctor', employeeId: null }],
    ['doctor --employee 7', { name: 'doctor', employeeId: 7 }],
    ['forget --employee 7', { name: 'forget', employeeId: 7 }],
    ['secret set', { name: 'secret', what: 'set' }],
    ['secret clear', { name: 'secret', what: 'clear' }],
  ])('%s', (line, expected) => {
    expect(commandOf(line)).toEqual(expected);
  });

  test.each(commandNames.map((name) => [name]))('%s has its help', (name) => {
    expect(parse(`${name} --help`)).toEqual({ kind: 'help', of: name });
  });
});

test('options of all go before or after the command', () => {
  const expected = { data: '/d', json: true, record: '/r' };
  expect(parse('--data /d --json status --record /r')).toMatchObject({ common: expected });
  expect(parse('status --json --record=/r --data=/d')).toMatchObject({ common: expected });
  expect(parse('status')).toMatchObject({ common: { data: null, json: false, record: null } });
});

describe('what is not known is named', () => {
  test.each([
    ['sync', ['wrong.command', 'sync']],
    ['run --forever', ['wrong.option', '--forever']],
    ['run -x', ['wrong.option', '-x']],
    ['status --once', ['wrong.option-of', '--once', 'status']],
    ['history --ignore', ['wrong.option-of', '--ignore', 'history']],
    ['run now', ['wrong.word', 'now', 'run']],
    ['run --once --wait soon', ['wrong.number', '--wait', 'soon']],
    ['run --once --wait -1', ['wrong.number', '--wait', '-1']],
    ['run --wait 3', ['wrong.wait-once']],
    ['status --data', ['wrong.needs-value', '--data']],
    ['status --data --json', ['wrong.needs-value', '--data']],
    ['status --json=yes', ['wrong.no-value', '--json']],
    ['answer --ignore', ['wrong.no-id']],
    ['answer d_1', ['wrong.no-answer']],
    ['answer d_1 --keep --ignore', ['wrong.together', '--ignore', '--keep']],
    ['answer d_1 --ignore --always', ['wrong.always']],
    ['answer d_1 --employee Dupont', ['wrong.number', '--employee', 'Dupont']],
    ['forget', ['wrong.missing', '--employee', 'forget']],
    ['forget --employee 0', ['wrong.number', '--employee', '0']],
    ['secret show', ['wrong.secret', 'show']],
    ['secret set abc', ['wrong.word', 'abc', 'secret']],
    ['history --csv --json', ['wrong.together', '--csv', '--json']],
    ['', ['wrong.no-command']],
  ])('%s', (line, expected) => {
    expect(named(line)).toEqual(expected);
  });
});
