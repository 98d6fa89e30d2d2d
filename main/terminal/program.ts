/** The terminal program: from what was typed to an exit code. */
import { resolve } from 'node:path';
import { defaultDataFolder } from '../adapters/data-folder/default-folder.ts';
import { sqliteCode } from '../adapters/ledger/driver.ts';
import { createSettingsStore } from '../adapters/settings/index.ts';
import { wordsIn } from '../shared/messages/format.ts';
import type { Language } from '../shared/settings.ts';
import { parseArguments, type Command, type Common } from './arguments.ts';
import { answer } from './commands/answer.ts';
import { check } from './commands/check.ts';
import { doctor } from './commands/doctor.ts';
import { fields } from './commands/fields.ts';
import { folders } from './commands/folders.ts';
import { forget } from './commands/forget.ts';
import { history } from './commands/history.ts';
import { retry } from './commands/retry.ts';
import { run } from './commands/run.ts';
import { secret } from './commands/secret.ts';
import { status } from './commands/status.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { helpText } from './help.ts';
import type { Io } from './io.ts';
import { openRecorder, type Recorder } from './record.ts';
import { isRefused, refused, type Outcome, type Refused, type Terminal } from './terminal.ts';
import { languageOf, sayIn } from './texts.ts';
import { programVersion } from './version.ts';

/** `args`: what follows the program's name. Never throws: a bug ends with 1 and a code. */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
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
      return runCommand(parsed.command, parsed.common, io);
  }
}

async function runCommand(command: Command, common: Common, io: Io): Promise<ExitCode> {
  const data = common.data === null ? defaultDataFolder() : resolve(common.data);
  const language = languageFor(data, io);
  const say = sayIn(language);
  const recorder = common.record === null ? null : openRecorderFor(common.record);
  let outcome: Outcome;
  if (isRefused(recorder)) outcome = recorder;
  else {
    const terminal: Terminal = {
      io,
      data,
      json: common.json,
      say,
      words: wordsIn(language),
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

function carryOut(terminal: Terminal, command: Command): Promise<Outcome> {
  switch (command.name) {
    case 'run':
      return run(terminal, command);
    case 'check':
      return check(terminal);
    case 'status':
      return status(terminal);
    case 'history':
      return history(terminal, command);
    case 'retry':
      return retry(terminal, command);
    case 'answer':
      return answer(terminal, command);
    case 'folders':
      return folders(terminal, command);
    case 'fields':
      return fields(terminal);
    case 'doctor':
      return doctor(terminal, command);
    case 'forget':
      return forget(terminal, command);
    case 'secret':
      return secret(terminal, command);
  }
}

function languageFor(data: string, io: Io): Language {
  const read = createSettingsStore({ folder: data }).read();
  return languageOf(read.ok ? read.settings.language : undefined, io.locale);
}

function openRecorderFor(file: string): Recorder | Refused {
  try {
    return openRecorder(file);
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
