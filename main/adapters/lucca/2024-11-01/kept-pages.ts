/**
 * Pages that are asked for again with the ETag of what came before: Lucca says 304 where nothing has changed, and what
 * was made of the page then still stands.
 *
 * Only what may be a little old is read so, the directory and the definitions. A record never is: a 304 that was wrong
 * would hide a row that somebody else wrote (laws 1 and 5). No public page says that a listing's ETag stands still, or
 * that 304 is ever answered: off unless the settings say so (`tenant.etags`).
 */
import type { CancelSignal, Outcome } from '../../../core/ports.ts';
import type { Session } from './session.ts';

interface Kept<T> {
  readonly etag: string;
  readonly value: T;
}

export class KeptPages<T> {
  readonly #session: Session;
  readonly #asks: boolean;
  readonly #pages = new Map<string, Kept<T>>();
  #unchanged = 0;

  /** `asks`: whether ETags are sent at all. */
  constructor(session: Session, asks: boolean) {
    this.#session = session;
    this.#asks = asks;
  }

  /** How often Lucca said that a page had not changed. */
  get unchanged(): number {
    return this.#unchanged;
  }

  /** What the pages were made with has changed: each is made anew. */
  forget(): void {
    this.#pages.clear();
  }

  async read(path: string, parse: (json: unknown) => T | null, signal: CancelSignal): Promise<Outcome<T>> {
    const kept = this.#pages.get(path);
    return this.#session.ask<T>({
      method: 'GET',
      path,
      effect: 'read',
      parse: (json, etag) => this.#keep(path, parse(json), etag),
      ...(kept === undefined
        ? {}
        : {
            condition: { 'if-none-match': kept.etag },
            unchanged: () => {
              this.#unchanged += 1;
              return kept.value;
            },
          }),
      signal,
    });
  }

  #keep(path: string, value: T | null, etag: string): T | null {
    if (!this.#asks || value === null) return value;
    if (etag === '') this.#pages.delete(path);
    else this.#pages.set(path, { etag, value });
    return value;
  }
}
