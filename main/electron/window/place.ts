/** Where a popover goes: beside the tray icon, wherever the bar is, and always wholly on its screen. */
import type { Bounds } from './bounds.ts';

/** Windows 11 leaves so much between its own flyouts and the edges. */
const margin = 10;

export const popoverSize = { width: 400, height: 640 } as const;

/**
 * `tray`: bounds of the icon, all zero where the desktop does not tell. `screen`: the whole display; `workArea`: the
 * part that no bar covers. The difference between the two says on which side the bar is.
 */
export function placePopover(
  tray: Bounds,
  screen: Bounds,
  workArea: Bounds,
  size: { readonly width: number; readonly height: number } = popoverSize,
): Bounds {
  const width = Math.min(size.width, workArea.width);
  const height = Math.min(size.height, workArea.height);
  const right = workArea.x + workArea.width - width - margin;
  const bottom = workArea.y + workArea.height - height - margin;
  const keepX = (x: number): number => Math.max(workArea.x, Math.min(x, workArea.x + workArea.width - width));
  const keepY = (y: number): number =>
    Math.max(workArea.y, Math.min(y, workArea.y + workArea.height - height));
  const at = (x: number, y: number): Bounds => ({
    x: Math.round(keepX(x)),
    y: Math.round(keepY(y)),
    width,
    height,
  });
  if (tray.width === 0 || tray.height === 0) return at(right, bottom);
  const centreX = tray.x + tray.width / 2 - width / 2;
  const centreY = tray.y + tray.height / 2 - height / 2;
  switch (barSide(screen, workArea)) {
    case 'top':
      return at(centreX, workArea.y + (screen.y === workArea.y ? margin : 0));
    case 'left':
      return at(workArea.x + margin, centreY);
    case 'right':
      return at(right, centreY);
    case 'bottom':
      return at(Math.min(centreX, right), bottom);
  }
}

function barSide(screen: Bounds, workArea: Bounds): 'top' | 'left' | 'right' | 'bottom' {
  if (workArea.y > screen.y) return 'top';
  if (workArea.x > screen.x) return 'left';
  if (workArea.x + workArea.width < screen.x + screen.width) return 'right';
  return 'bottom';
}
