/** Lucca by way of another agent: what is asked here waits in its queue and counts in its minute, too. */
import type { CancelSignal, Lucca, Outcome } from '../../core/ports.ts';

export type Ask = <T>(send: (signal: CancelSignal) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

export function luccaThrough(lucca: Lucca, ask: Ask): Lucca {
  return {
    directoryPage: (offset, limit, signal) =>
      ask((theirs) => lucca.directoryPage(offset, limit, both(signal, theirs))),
    records: (query, signal) => ask((theirs) => lucca.records(query, both(signal, theirs))),
    upload: (request, signal) => ask((theirs) => lucca.upload(request, both(signal, theirs))),
    write: (write, query, signal) => ask((theirs) => lucca.write(write, query, both(signal, theirs))),
    definitions: (signal) => ask((theirs) => lucca.definitions(both(signal, theirs))),
    close: () => lucca.close(),
  };
}

/** Stops when either does, and goes on when both let it. */
function both(mine: CancelSignal, theirs: CancelSignal): CancelSignal {
  return {
    get aborted() {
      return mine.aborted || theirs.aborted;
    },
    another: async () =>
      (await (mine.another?.() ?? Promise.resolve(true))) &&
      (await (theirs.another?.() ?? Promise.resolve(true))),
    addEventListener(type, listener) {
      mine.addEventListener(type, listener);
      theirs.addEventListener(type, listener);
    },
    removeEventListener(type, listener) {
      mine.removeEventListener(type, listener);
      theirs.removeEventListener(type, listener);
    },
  };
}
