import { useState } from 'preact/hooks';

let given = 0;

/**
 * An id that nothing else on the page has, the same as long as the part is there. Preact's `useId` (10.29) begins to
 * count anew below what was drawn again, and two controls then shared a name for those who hear the page.
 */
export function useOwnId(): string {
  const [id] = useState(() => {
    given += 1;
    return `own-${given}`;
  });
  return id;
}
