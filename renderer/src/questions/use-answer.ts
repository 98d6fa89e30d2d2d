/** Gives an answer, once, and says whether it was taken. */
import { useState } from 'preact/hooks';
import type { AnswerInput } from '../../../main/shared/ipc-contract.ts';
import { useStore } from '../state/context.tsx';

export interface Answering {
  readonly busy: boolean;
  /** True after an answer that no longer fitted: the question has changed meanwhile. */
  readonly refused: boolean;
  give(ids: readonly string[], answer: AnswerInput): Promise<void>;
}

/** `onTaken` is called when the answer was taken, before the list has changed. */
export function useAnswer(onTaken: () => void): Answering {
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  return {
    busy,
    refused,
    give: async (ids, answer) => {
      if (busy) return;
      setBusy(true);
      setRefused(false);
      try {
        const done = await store.client.call('documents.answer', { ids: [...ids], answer });
        if (done.ok) onTaken();
        else setRefused(true);
        await store.refresh();
      } finally {
        setBusy(false);
      }
    },
  };
}
