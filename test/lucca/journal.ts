/** Everything that came, and what became of it. Times are milliseconds of the emulator's clock. */
import { tokenPath } from './2024-11-01/tokens.ts';
import type { Fault } from './faults.ts';
import type { Attachment, Store } from './store.ts';

export type Ending =
  /** The answer was sent whole. */
  | 'answered'
  /** The emulator cut the connection. */
  | 'cut'
  /** The other side went away first. */
  | 'gone'
  | 'open';

export interface RequestEntry {
  /** 1, 2, 3 … in order of arrival. */
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; the key is redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the key, null where there was none or a wrong one. */
  readonly key: string | null;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly ending: Ending;
  /** What the answer said, sent whole or not; null: none. */
  readonly status: number | null;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Every byte of the body that arrived; null in hash mode. Uploads share memory with their file. */
  readonly body: Buffer | null;
  /** The work was done, whatever the answer says. */
  readonly committed: boolean;
  /** File that the request stored. */
  readonly fileId: string | null;
  readonly fault: Fault['kind'] | null;
}

/** What is known with the headers. */
export type Arrival = Pick<
  RequestEntry,
  'method' | 'path' | 'query' | 'headers' | 'key' | 'startedAt' | 'fault'
>;

export type GrowingEntry = { -readonly [name in keyof RequestEntry]: RequestEntry[name] };

export interface EntryMatch {
  readonly method?: string;
  readonly path?: string | RegExp;
  readonly status?: number;
}

const isUpload = (entry: RequestEntry): boolean =>
  entry.method === 'POST' && (entry.path === '/lucca-files/api/uploads' || entry.path === '/lucca-api/files');
const isWrite = (entry: RequestEntry): boolean =>
  (entry.method === 'PUT' && entry.path.startsWith('/api/v3/users/')) ||
  (['POST', 'PATCH'].includes(entry.method) && entry.path.startsWith('/lucca-api/employee-extensions'));

export class Journal {
  readonly #entries: GrowingEntry[] = [];
  readonly #store: Store;
  readonly #watchers = new Set<() => void>();
  /** Told when a request is over. */
  onEnd: (entry: RequestEntry) => void = () => undefined;
  #nextId = 1;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Opens an entry; the exchange fills it in. */
  open(start: Arrival): GrowingEntry {
    const entry: GrowingEntry = {
      id: this.#nextId++,
      ...start,
      answeredAt: null,
      ending: 'open',
      status: null,
      bytesReceived: 0,
      bytesSent: 0,
      body: null,
      committed: false,
      fileId: null,
    };
    this.#entries.push(entry);
    return entry;
  }

  /** The request is over: tells those who wait. */
  close(entry: GrowingEntry): void {
    this.onEnd(entry);
    for (const look of [...this.#watchers]) look();
  }

  get requests(): readonly RequestEntry[] {
    return this.#entries;
  }

  /** What was attached and detached, in order. */
  get attachments(): readonly Attachment[] {
    return this.#store.attachments;
  }

  find(match: EntryMatch): readonly RequestEntry[] {
    return this.#entries.filter((entry) => fits(entry, match));
  }

  /** Files stored. */
  countUploads(): number {
    return this.#entries.filter((entry) => isUpload(entry) && entry.committed).length;
  }

  /** Writes that were carried out. */
  countWrites(): number {
    return this.#entries.filter((entry) => isWrite(entry) && entry.committed).length;
  }

  countThrottled(): number {
    return this.#entries.filter(({ status }) => status === 429).length;
  }

  /**
   * The most requests in any window of so many milliseconds, by their arrival; 429s count, requests that
   * never reached Lucca (a portal's), or that are another host's (tokens), do not.
   */
  busiest(windowMs = 60_000): number {
    const times = this.#entries
      .filter(({ fault, path }) => fault !== 'portal' && path !== tokenPath)
      .map(({ startedAt }) => startedAt);
    let from = 0;
    let most = 0;
    for (const [index, time] of times.entries()) {
      while (times[from]! <= time - windowMs) from++;
      most = Math.max(most, index - from + 1);
    }
    return most;
  }

  /** Resolves with the first entry, old or new, that passes. @throws Error after `timeoutMs` of real time. */
  async waitFor(passes: (entry: RequestEntry) => boolean, timeoutMs = 10_000): Promise<RequestEntry> {
    return await new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const look = (): void => {
        const found = this.#entries.find(passes);
        if (!found) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`No such request within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.#watchers.add(look);
      look();
    });
  }

  /** Forgets requests and attachments; ids go on. */
  clear(): void {
    this.#entries.length = 0;
    this.#store.attachments.length = 0;
  }
}

function fits(entry: RequestEntry, match: EntryMatch): boolean {
  if (match.method !== undefined && entry.method !== match.method) return false;
  if (match.status !== undefined && entry.status !== match.status) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? entry.path.startsWith(match.path) : match.path.test(entry.path);
}
