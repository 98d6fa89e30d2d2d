/** Arrow keys inside a list: the focus moves from row to row, Home and End go to its ends. */
import type { TargetedKeyboardEvent } from 'preact';

/**
 * For `onKeyDown` of whatever holds the rows. `follow` is called with the row that got the focus, so that a pane beside
 * the list can show it at once.
 */
export function moveFocus(
  event: TargetedKeyboardEvent<HTMLElement>,
  follow?: (row: HTMLElement) => void,
): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at === -1) return;
  const to = target(event.key, at, rows.length);
  const row = to === null ? undefined : rows[to];
  if (row === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  row.focus();
  row.scrollIntoView({ block: 'nearest' });
  follow?.(row);
}

function target(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, length - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
