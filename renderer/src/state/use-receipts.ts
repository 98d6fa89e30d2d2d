/** Receipts that fit a search, loaded a page at a time as they come into view. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ReceiptView } from '../../../main/shared/status.ts';
import { useApp, useStore } from './context.tsx';

/** Little more than a window shows: what comes in while somebody scrolls is taken in between two frames. */
const pageSize = 50;
const typingMs = 150;
/** Pages asked for at a time. Whoever pulls through years passes hundreds, and wants the one where the hand stops. */
const atOnce = 2;

interface Found {
  readonly text: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ReceiptView[]>;
}

export interface Receipts {
  /** Null until the first answer. */
  readonly total: number | null;
  /** The search that the answer belongs to: what was typed since is still being looked for. */
  readonly text: string;
  readonly at: (index: number) => ReceiptView | undefined;
  readonly need: (first: number, last: number) => void;
}

export function useReceipts(text: string): Receipts {
  const { client } = useStore();
  const revision = useApp((state) => state.revision);
  const [found, setFound] = useState<Found | null>(null);
  const asked = useRef(new Set<number>());
  const wanted = useRef<readonly number[]>([]);
  /** Of this search: answers to one before it make no room. */
  const slots = useRef({ busy: 0 });
  const round = useRef(0);

  const load = useCallback(
    async (page: number, mine: number): Promise<void> => {
      const offset = page * pageSize;
      const { items, total } = await client.call('history.search', { text, offset, limit: pageSize });
      if (round.current !== mine) return;
      setFound((before) => ({
        text,
        total,
        pages: new Map(before !== null && page !== 0 ? before.pages : undefined).set(page, items),
      }));
    },
    [client, text],
  );

  useEffect(() => {
    round.current += 1;
    const mine = round.current;
    slots.current = { busy: 0 };
    const timer = setTimeout(
      () => {
        asked.current = new Set([0]);
        void load(0, mine);
      },
      text === '' ? 0 : typingMs,
    );
    return () => clearTimeout(timer);
  }, [load, text, revision]);

  const askNext = useCallback((): void => {
    const mine = round.current;
    const slot = slots.current;
    for (const page of wanted.current.filter((one) => !asked.current.has(one))) {
      if (slot.busy >= atOnce) return;
      asked.current.add(page);
      slot.busy += 1;
      void load(page, mine).finally(() => {
        slot.busy -= 1;
        if (round.current === mine) askNext();
      });
    }
  }, [load]);

  const need = useCallback(
    (first: number, last: number): void => {
      const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)];
      wanted.current = Array.from({ length: to - from + 1 }, (_, at) => from + at);
      askNext();
    },
    [askNext, found],
  );

  return {
    total: found?.total ?? null,
    text: found?.text ?? text,
    at: (index) => found?.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    need,
  };
}
