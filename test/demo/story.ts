/** Plays the morning and tells it: each scan as its machine is done with it, each filing and question as it comes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256, targets } from '../support/tree/index.ts';
import type { Running } from './agents.ts';
import type { Morning, Scan } from './morning.ts';
import type { Office } from './office.ts';
import { clock, paint, say, shorten, type Shade } from './terminal.ts';
import type { Words } from './words.ts';

const betweenScansMs = 1_400;
const lookMs = 150;
const silenceMs = 15_000;
/** Half a minute is usual; where Lucca's minute is used up, the next one is waited for. */
const longestMs = 100_000;

export interface Told {
  readonly scan: Scan;
  readonly sha256: string;
  savedAt: number | null;
  filedAt: number | null;
  askedAt: number | null;
}

export class Story {
  readonly told: readonly Told[];
  private readonly begun = Date.now();
  private lastLine = Date.now();

  constructor(
    private readonly office: Office & { readonly morning: Morning },
    private readonly agent: Running,
    private readonly text: Words,
  ) {
    this.told = office.morning.scans.map((scan) => ({
      scan,
      sha256: sha256(scan.states.at(-1) ?? new Uint8Array()),
      savedAt: null,
      filedAt: null,
      askedAt: null,
    }));
  }

  get seconds(): number {
    return Math.round((Date.now() - this.begun) / 1_000);
  }

  /** Resolves when all has come as it must, or when it is clear that it will not. */
  async play(): Promise<void> {
    const scanning = this.scanAll();
    while (!this.done() && this.agent.ended() === null && Date.now() - this.begun < longestMs) {
      this.look();
      if (Date.now() - this.lastLine > silenceMs) this.line('…', 'dim', this.text.waitingFor(...this.left()));
      await sleep(lookMs);
    }
    this.look();
    await scanning;
    const end = this.agent.ended();
    if (end !== null) this.line('!', 'red', this.text.notStarted(`${end.code} ${end.why}`));
  }

  private async scanAll(): Promise<void> {
    const saving: Promise<void>[] = [];
    for (const told of this.told) {
      saving.push(
        this.office.scan(told.scan).then(() => {
          told.savedAt = Date.now();
          const { who, path, how, pages } = told.scan;
          const file = path.split('/').at(-1) ?? path;
          this.line(
            '↓',
            'cyan',
            `${this.text.saved.padEnd(9)}${who} · ${shorten(file, 34)}`,
            `${this.text.pages(pages)}, ${this.text.ways[how]}`,
          );
        }),
      );
      await sleep(betweenScansMs);
    }
    await Promise.all(saving);
  }

  /** What is new since the last look: on Lucca's side what it holds, on the agent's side what it asks. */
  private look(): void {
    const held = new Set(this.office.lucca.holdings().map((one) => one.sha256));
    for (const told of this.told) {
      const { who, drawer, path } = told.scan;
      const word = this.agent.said.get(path);
      if (
        told.filedAt === null &&
        told.savedAt !== null &&
        held.has(told.sha256) &&
        word?.state === 'filed'
      ) {
        told.filedAt = Date.now();
        const after = this.text.took((told.filedAt - told.savedAt) / 1_000);
        this.line(
          '✓',
          'green',
          `${this.text.filed.padEnd(9)}${who} · ${fieldName(this.office, drawer, this.text)}`,
          after,
        );
      }
      if (told.askedAt === null && word?.state === 'attention') {
        told.askedAt = Date.now();
        const why = this.reasonOf(word.reason);
        this.line('?', 'yellow', `${this.text.asks.padEnd(9)}${path.split('/')[0] ?? ''}`, why);
      }
    }
  }

  private reasonOf(reason: string | undefined): string {
    const known: Partial<Record<string, string>> = this.text.reasons;
    return known[reason ?? ''] ?? this.text.question;
  }

  private left(): [filed: number, questions: number] {
    const due = this.told.filter(
      (told) => (told.scan.must.end === 'filed' ? told.filedAt : told.askedAt) === null,
    );
    const filed = due.filter(({ scan }) => scan.must.end === 'filed').length;
    return [filed, due.length - filed];
  }

  private done(): boolean {
    return this.left().every((count) => count === 0);
  }

  private line(sign: string, shade: Shade, what: string, more = ''): void {
    this.lastLine = Date.now();
    say(
      `  ${paint(clock(), 'dim')}  ${paint(sign, shade)} ${what}${more === '' ? '' : paint(` · ${more}`, 'dim')}`,
    );
  }
}

/** A drawer's field as Lucca names it. */
export function fieldName(office: Office, drawer: Scan['drawer'], text: Words): string {
  const { field } = targets[drawer];
  return office.lucca.company.fields.find(({ key }) => key === field)?.name ?? text.picture;
}
