/** Receipts that fit a search, loaded a page at a time as they come into view. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ReceiptView } from '../../../main/shared/status.ts';
import { useApp, useStore } from './context.tsx';

const pageSize = 100;
const typingMs = 150;

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
    const timer = setTimeout(
      () => {
        asked.current = new Set([0]);
        void load(0, mine);
      },
      text === '' ? 0 : typingMs,
    );
    return () => clearTimeout(timer);
  }, [load, text, revision]);

  const need = useCallback(
    (first: number, last: number): void => {
      for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
        if (asked.current.has(page)) continue;
        asked.current.add(page);
        void load(page, round.current);
      }
    },
    [load, found],
  );

  return {
    total: found?.total ?? null,
    text: found?.text ?? text,
    at: (index) => found?.pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    need,
  };
}
