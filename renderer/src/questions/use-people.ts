import { useEffect, useState } from 'preact/hooks';
import type { Person } from '../../../main/shared/status.ts';
import { useStore } from '../state/context.tsx';

const typingMs = 120;

/** People found for what is typed, whoever is asked for them; null until the first answer. */
export function usePeople(text: string, call: 'directory.search' | 'setup.people'): readonly Person[] | null {
  const { client } = useStore();
  const [found, setFound] = useState<readonly Person[] | null>(null);
  useEffect(() => {
    if (text.trim() === '') {
      setFound(null);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      void client.call(call, { text }).then((people) => {
        if (current) setFound(people);
      });
    }, typingMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, call, text]);
  return found;
}
