/**
 * How the walk looks at a disk: with promises, as everything on the main thread must, or at once, in a thread of its
 * own, which is many times faster where the disk answers from memory.
 */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { codeOf } from './failure.ts';
import { look } from './tree.ts';

export type Look =
  { readonly ok: true; readonly stats: BigIntStats } | { readonly ok: false; readonly code: string };

export interface Eyes {
  /** Throws or rejects as `readdir` does. */
  list(absolute: string): Dirent[] | Promise<Dirent[]>;
  /** `lstat`, or the code of its failure. */
  look(absolute: string): Look | Promise<Look>;
  /** Device of the root, for signatures. Null while the root is missing. */
  device(root: string): bigint | null | Promise<bigint | null>;
  /** How much is worth asking for at the same time. */
  readonly foldersAtOnce: number;
  readonly filesAtOnce: number;
}

/** Four threads of Node's answer; more at once does not help. */
export const promisedEyes: Eyes = {
  list: (absolute) => readdir(absolute, { withFileTypes: true }),
  look,
  async device(root) {
    try {
      return (await stat(root, { bigint: true })).dev;
    } catch (error) {
      codeOf(error);
      return null;
    }
  },
  foldersAtOnce: 8,
  filesAtOnce: 32,
};

/** A share over the network: waiting for several answers together is faster than for one after the other. */
const slowMs = 0.3;
/** Judged by so many answers: most must be slow. A thread that has to wait for its turn now and then is none. */
const judged = 200;

/**
 * Looks at once, and with promises from the moment that answers turn out to come slowly. For a thread of its own only:
 * a disk that hangs holds it. `onAnswer` hears of each answer, and when it came.
 */
export function promptEyes(onAnswer: (now: number) => void): Eyes {
  let slow = false;
  let answers = 0;
  let slowAnswers = 0;
  let last = performance.now();

  const answered = <T>(answer: T): T => {
    const now = performance.now();
    onAnswer(now);
    answers += 1;
    if (now - last > slowMs) slowAnswers += 1;
    last = now;
    if (answers === judged) {
      slow ||= slowAnswers > judged / 2;
      answers = 0;
      slowAnswers = 0;
    }
    return answer;
  };

  return {
    list: (absolute) =>
      slow
        ? promisedAnswer(promisedEyes.list(absolute), onAnswer)
        : answered(readdirSync(absolute, { withFileTypes: true })),
    look: (absolute) =>
      slow ? promisedAnswer(promisedEyes.look(absolute), onAnswer) : answered(lookAtOnce(absolute)),
    device(root) {
      try {
        return answered(statSync(root, { bigint: true })).dev;
      } catch (error) {
        codeOf(error);
        return null;
      }
    },
    get foldersAtOnce() {
      return slow ? promisedEyes.foldersAtOnce : 1;
    },
    get filesAtOnce() {
      return slow ? promisedEyes.filesAtOnce : 1;
    },
  };
}

async function promisedAnswer<T>(answer: T | Promise<T>, onAnswer: (now: number) => void): Promise<T> {
  const seen = await answer;
  onAnswer(performance.now());
  return seen;
}

function lookAtOnce(absolute: string): Look {
  try {
    return { ok: true, stats: lstatSync(absolute, { bigint: true }) };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}
