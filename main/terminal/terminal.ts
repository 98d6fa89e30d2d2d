/** What every command is given, and the two ways in which it may end. */
import type { Policy } from '../shared/policy.ts';
import type { Settings } from '../shared/settings.ts';
import type { Words } from '../shared/messages/format.ts';
import { eventLine, type Fields } from './events.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Recorder } from './record.ts';
import type { Say, TextKey, TextValues } from './texts.ts';

export interface Terminal {
  readonly io: Io;
  /** The data folder, whole path. It may not be there yet. */
  readonly data: string;
  /** The organisation's, for this machine. */
  readonly policy: Policy;
  readonly json: boolean;
  readonly say: Say;
  readonly words: Words;
  readonly recorder: Recorder | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Why a command could not do what it was asked, in one line that says what to do. */
export interface Refused {
  readonly refused: TextKey;
  readonly values?: TextValues;
  /** 1 where nothing else is said. */
  readonly code?: ExitCode;
}

export type Outcome = ExitCode | Refused;

export function refused(key: TextKey, values: TextValues = {}, code?: ExitCode): Refused {
  return code === undefined ? { refused: key, values } : { refused: key, values, code };
}

export function isRefused(value: unknown): value is Refused {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** One line of `--json`; nothing without it. */
export function emit(terminal: Terminal, event: string, fields: Fields): void {
  if (terminal.json) terminal.io.out(eventLine(event, fields, terminal.now()));
}

/** One line for people; nothing with `--json`. */
export function tell(terminal: Terminal, line: string): void {
  if (!terminal.json) terminal.io.out(line);
}

export type WithSettings = Terminal & { readonly settings: Settings };
