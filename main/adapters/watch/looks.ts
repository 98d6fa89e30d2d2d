/** Looks at what was heard of, each thing once at a time: what is heard of it meanwhile makes one more look. */

/** `rename`: it came, went or was put in another's place. `change`: nothing but its content or its mode. */
export type Heard = 'rename' | 'change';

export type Looks = (key: string, heard: Heard, look: (heard: Heard) => Promise<void>) => void;

export function createLooks(): Looks {
  /** Null where nothing was heard since. */
  const under = new Map<string, Heard | null>();
  const begin: Looks = (key, heard, look) => {
    const since = under.get(key);
    if (since !== undefined) {
      under.set(key, heard === 'rename' ? heard : (since ?? heard));
      return;
    }
    under.set(key, null);
    void look(heard).finally(() => {
      const more = under.get(key) ?? null;
      under.delete(key);
      if (more !== null) begin(key, more, look);
    });
  };
  return begin;
}
