/** What a generation file of the lease holds. */
import type { Holder } from './holder.ts';

export interface LeaseRecord {
  readonly holder: Holder;
  /** Made anew with each generation: tells our file from another one of its name. */
  readonly nonce: string;
  /** Grows with each heartbeat. */
  readonly beats: number;
  /** The holder's own wall clock, milliseconds since 1970; for people and for cloud roots, never for staleness. */
  readonly at: number;
  readonly released: boolean;
  /** By the share's clock: until then whoever held before may still send. 0 where there is nothing to wait for. */
  readonly quietUntil: number;
  /** Agents that worked on this root from the same computer before: their journals are no sign of another one. */
  readonly formerly: readonly string[];
}

/** Every record has this length, so that it is rewritten in place in one write, never cut and never empty. */
export const recordBytes = 4_096;
export const formerlyKept = 32;

export function recordText(record: LeaseRecord): Buffer {
  const bytes = Buffer.alloc(recordBytes, ' ');
  bytes.write(JSON.stringify(record), 0, recordBytes - 1, 'utf8');
  bytes[recordBytes - 1] = 0x0a;
  return bytes;
}

/** Null for what is not a whole record: just created, half written, or not ours. */
export function recordOf(text: string): LeaseRecord | null {
  try {
    const value = JSON.parse(text) as Partial<LeaseRecord> | null;
    const holder = value?.holder as Partial<Holder> | undefined;
    const whole =
      typeof holder?.agentId === 'string' &&
      typeof holder.host === 'string' &&
      typeof holder.folder === 'string' &&
      typeof holder.pid === 'number' &&
      typeof value?.nonce === 'string' &&
      typeof value.beats === 'number' &&
      typeof value.at === 'number' &&
      typeof value.released === 'boolean' &&
      typeof value.quietUntil === 'number' &&
      Array.isArray(value.formerly);
    return whole ? (value as LeaseRecord) : null;
  } catch {
    return null;
  }
}
