export type WhyLedgerUnavailable = 'newer' | 'damaged' | 'unwritable' | 'busy';

/** The ledger's file cannot be used as asked. `newer`: written by a later version of this program. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  readonly why: WhyLedgerUnavailable;

  constructor(why: WhyLedgerUnavailable, cause?: unknown) {
    super(`the ledger cannot be used: ${why}`, { cause });
    this.why = why;
  }
}
