/** `--record`: what went over the wire, a line an exchange, with everything personal and secret taken out. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { HttpOptions } from '../adapters/lucca/v3/http.ts';
import { describeExchange } from '../adapters/lucca/v3/describe-exchange.ts';

export interface Recorder {
  readonly onExchange: NonNullable<HttpOptions['onExchange']>;
  close(): void;
}

/** Appends to `file`, which only its owner may read. Throws the file system's error. */
export function openRecorder(file: string, now: () => number = Date.now): Recorder {
  const descriptor = openSync(file, 'a', 0o600);
  return {
    onExchange(request, result, ms) {
      const line = { at: new Date(now()).toISOString(), ...describeExchange(request, result, ms) };
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}
