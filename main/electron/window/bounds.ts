/** Where the window was, brought back onto a screen that is there today. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const defaultSize = { width: 960, height: 680 } as const;
export const smallestSize = { width: 320, height: 480 } as const;

/** At least so much of the title bar must be within reach of a pointer. */
const grip = 64;

const overlap = (a: Bounds, b: Bounds): { readonly width: number; readonly height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
});

/** The bounds to open with: the saved ones where a screen still shows them, else only their size; null: centre it. */
export function boundsToOpen(
  saved: Bounds | null,
  workAreas: readonly Bounds[],
): { readonly size: { readonly width: number; readonly height: number }; readonly at: Bounds | null } {
  const widest = Math.max(smallestSize.width, ...workAreas.map((area) => area.width));
  const highest = Math.max(smallestSize.height, ...workAreas.map((area) => area.height));
  const wanted = saved ?? defaultSize;
  const size = {
    width: Math.min(Math.max(wanted.width, smallestSize.width), widest),
    height: Math.min(Math.max(wanted.height, smallestSize.height), highest),
  };
  if (saved === null) return { size, at: null };
  const at = { ...size, x: saved.x, y: saved.y };
  const bar = { ...at, height: grip };
  const reachable = workAreas.some((area) => {
    const seen = overlap(bar, area);
    return seen.width >= grip && seen.height >= grip / 2;
  });
  return { size, at: reachable ? at : null };
}
