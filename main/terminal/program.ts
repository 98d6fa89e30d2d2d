/** The terminal program: from what was typed to an exit code. */
import { resolve } from 'node:path';
import { defaultDataFolder } from '../adapters/data-folder/default-folder.ts';
import { sqliteCode } from '../adapters/ledger/driver.ts';
import type { PolicyPlace } from '../adapters/settings/policy-place.ts';
import { readPolicy } from '../adapters/settings/read-policy.ts';
import { readSettingsIn } from '../adapters/settings/read-settings.ts';
import { loadWords } from '../shared/messages/format.ts';
import { noPolicy } from '../shared/policy.ts';
import type { Policy } from '../shared/policy.ts';
import { parseArguments, type Command, type Common } from './arguments.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpText } from './help.ts';
import type { Io } from './io.ts';
import { policyRefusal } from './policy.ts';
import type { Recorder } from './record.ts';
import { isRefused, refused, type Outcome, type Refused, type Terminal } from './terminal.ts';
import { languageOf, sayIn } from './texts.ts';
import type { TerminalLanguage } from './texts.ts';
import { programVersion } from './version.ts';

/**
 * `args`: what follows the program's name. `policy`: where this machine's lies; whoever starts the program has no say in
 * it. Never throws: a bug ends with 1 and a code.
 */
export async function runProgram(args: readonly string[], io: Io, policy: PolicyPlace): Promise<ExitCode> {
  const parsed = parseArguments(args);
  switch (parsed.kind) {
    case 'version':
      io.out(programVersion());
      return exitCodes.done;
    case 'help':
      io.out(helpText(languageOf(undefined, io.locale), parsed.of));
      return exitCodes.done;
    case 'wrong':
      io.err(`classeur: ${sayIn(languageOf(undefined, io.locale))(parsed.text, parsed.values)}`);
      return exitCodes.cannotRun;
    case 'command':
      return runCommand(parsed.command, parsed.common, io, policy);
  }
}

async function runCommand(command: Command, common: Common, io: Io, place: PolicyPlace): Promise<ExitCode> {
  const data = common.data === null ? defaultDataFolder() : resolve(common.data);
  const policy = readPolicy(place);
  const language = languageFor(data, policy.ok ? policy.policy : noPolicy, io);
  const say = sayIn(language);
  const recorder = common.record === null || !policy.ok ? null : await openRecorderFor(common.record);
  let outcome: Outcome;
  // What the organisation has decided is not known: no command is sure to keep to it.
  if (!policy.ok) outcome = policyRefusal(policy);
  else if (isRefused(recorder)) outcome = recorder;
  else {
    const terminal: Terminal = {
      io,
      data,
      policy: policy.policy,
      json: common.json,
      say,
      words: await loadWords(language),
      recorder,
      now: Date.now,
    };
    outcome = await carryOut(terminal, command).catch((error: unknown) =>
      refused('refused.bug', { code: codeOf(error) }),
    );
    recorder?.close();
  }
  if (!isRefused(outcome)) return outcome;
  io.err(`classeur: ${say(outcome.refused, outcome.values)}`);
  return outcome.code ?? exitCodes.cannotRun;
}

/** Each command is loaded when it is asked for. */
async function carryOut(terminal: Terminal, command: Command): Promise<Outcome> {
  switch (command.name) {
    case 'run':
      return (await import('./commands/with-lucca.ts')).run(terminal, command);
    case 'check':
      return (await import('./commands/with-lucca.ts')).check(terminal);
    case 'status':
      return (await import('./commands/status.ts')).status(terminal);
    case 'history':
      return (await import('./commands/history.ts')).history(terminal, command);
    case 'retry':
      return (await import('./commands/with-lucca.ts')).retry(terminal, command);
    case 'answer':
      return (await import('./commands/with-lucca.ts')).answer(terminal, command);
    case 'folders':
      return (await import('./commands/with-lucca.ts')).folders(terminal, command);
    case 'fields':
      return (await import('./commands/with-lucca.ts')).fields(terminal);
    case 'doctor':
      return (await import('./commands/with-lucca.ts')).doctor(terminal, command);
    case 'forget':
      return (await import('./commands/forget.ts')).forget(terminal, command);
    case 'secret':
      return (await import('./commands/secret.ts')).secret(terminal, command);
  }
}

function languageFor(data: string, policy: Policy, io: Io): TerminalLanguage {
  const read = readSettingsIn(data, policy);
  return languageOf(read.ok ? read.settings.language : policy.language, io.locale);
}

async function openRecorderFor(file: string): Promise<Recorder | Refused> {
  try {
    return (await import('./record.ts')).openRecorder(file);
  } catch (error) {
    return refused('refused.record', { code: codeOf(error) });
  }
}

/** Never a message, which may hold a path. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = sqliteCode(error);
  return code === '' ? error.name : code;
}
