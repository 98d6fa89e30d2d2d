/**
 * Bugs of ours: their kind goes to the log, never their text, which may hold a path. Electron would show it in a box,
 * Node would print it.
 */
import { app } from 'electron';
import type { Log } from '../core/ports.ts';

/** A program that fails sooner than that would fail again at once. */
const soonMs = 60_000;

export interface CrashGuard {
  /** Where to tell; before there is a log nothing is told. */
  tellTo(log: Log): void;
}

/** The agent's work is on disk at each step, so that starting anew is safe where going on is not. */
export function guardCrashes(args: readonly string[]): CrashGuard {
  const begun = Date.now();
  let log: Log | null = null;
  const tell = (event: string, reason: unknown): void => {
    log?.warn(event, { kind: reason instanceof Error ? reason.name : typeof reason });
  };
  process.on('unhandledRejection', (reason) => tell('unhandled-rejection', reason));
  process.on('uncaughtException', (error) => {
    tell('uncaught-exception', error);
    if (Date.now() - begun > soonMs) app.relaunch({ args: [...args] });
    app.exit(1);
  });
  return {
    tellTo: (given) => {
      log = given;
    },
  };
}
