/** What a benchmark is: it measures a few numbers a round, and says which of them are figures and how they are judged. */

/** Numbers of one round, by name. */
export type Measures = Readonly<Record<string, number>>;

export type Unit = 'ms' | 's' | 'MB' | 'MB/s' | '%' | 'a minute' | 'requests' | 'bytes' | 'count';

export interface Figure {
  readonly title: string;
  readonly unit: Unit;
  /** Name of the measure. */
  readonly value: string;
  /** What it is compared with, measured in the same round. */
  readonly reference?: { readonly title: string; readonly value: string };
  /** Of the value, or of its ratio to the reference. A figure without a bar stands for the record. */
  readonly bar?: { readonly of: 'value' | 'ratio'; readonly most?: number; readonly least?: number };
}

export interface Benchmark {
  /** As in `npm run bench -- NAME`: the file's name. */
  readonly name: string;
  readonly title: string;
  /** Rounds unless `--rounds` says otherwise; figures are medians over them. */
  readonly rounds: number;
  readonly figures: readonly Figure[];
  /** Done once, before the first round. The result ends it. */
  prepare?(): Promise<() => Promise<void>>;
  /** One round. Throws where what was to be measured did not happen. */
  measure(round: number): Promise<Measures>;
}

export interface Judged {
  readonly figure: Figure;
  readonly value: number;
  readonly reference: number | null;
  /** Median of the rounds' own ratios. */
  readonly ratio: number | null;
  /** Null where there is no bar. */
  readonly reached: boolean | null;
}

/** The figures of some rounds. */
export function judge(figures: readonly Figure[], rounds: readonly Measures[]): readonly Judged[] {
  return figures.map((figure) => {
    const of = (name: string): number[] =>
      rounds.map((round) => {
        const value = round[name];
        if (value === undefined) throw new Error(`No round measured ${name}.`);
        return value;
      });
    const values = of(figure.value);
    const references = figure.reference === undefined ? null : of(figure.reference.value);
    const ratio =
      references === null ? null : median(values.map((value, at) => value / (references[at] ?? Number.NaN)));
    const value = median(values);
    return {
      figure,
      value,
      reference: references === null ? null : median(references),
      ratio,
      reached: reached(figure, value, ratio),
    };
  });
}

function reached({ title, bar }: Figure, value: number, ratio: number | null): boolean | null {
  if (bar === undefined) return null;
  const judged = bar.of === 'value' ? value : ratio;
  if (judged === null) throw new Error(`${title}: a bar of the ratio needs a reference.`);
  return judged <= (bar.most ?? Infinity) && judged >= (bar.least ?? -Infinity);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `share`: 0 to 1. Of an even number of values the median lies between the two in the middle. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured.');
  return low + (high - low) * (at - Math.floor(at));
}
