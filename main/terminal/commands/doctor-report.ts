/** What `doctor` says of one thing: yes, no, assumed or unknown, with ids, codes and counts. */
import type { TextKey } from '../texts.ts';

type Verdict = 'ok' | 'no' | 'assumed' | 'unknown';
type Topic = Extract<TextKey, `doctor.topic.${string}`> extends `doctor.topic.${infer Name}` ? Name : never;
export type Report = (
  topic: Topic,
  verdict: Verdict,
  facts?: Readonly<Record<string, string | number>>,
) => void;
