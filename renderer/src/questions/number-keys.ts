/** Keys 1 to 9 anywhere in the window answer the open question, unless somebody is typing. */
import { useLayoutEffect } from 'preact/hooks';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(target.type);

/** `count`: how many answers there are; `choose` gets the index of the one whose key was pressed. */
export function useNumberKeys(count: number, choose: (index: number) => void): void {
  // With the card itself, not after the paint: a key pressed at once counts.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
      if (typing(event.target) || !/^[1-9]$/.test(event.key)) return;
      const index = Number(event.key) - 1;
      if (index >= count) return;
      event.preventDefault();
      choose(index);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });
}
