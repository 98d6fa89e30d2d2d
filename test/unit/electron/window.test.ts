import { describe, expect, it } from 'vitest';
import { boundsToOpen } from '../../../main/electron/window/bounds.ts';
import { placePopover } from '../../../main/electron/window/place.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const area = { x: 0, y: 0, width: 1920, height: 1040 };

describe('bounds to open with', () => {
  it('are the design’s the first time', () => {
    expect(boundsToOpen(null, [area])).toEqual({ size: { width: 960, height: 680 }, at: null });
  });

  it('are where the window was', () => {
    const saved = { x: 100, y: 80, width: 1200, height: 700 };
    expect(boundsToOpen(saved, [area]).at).toEqual(saved);
  });

  it('forget the place, not the size, when its screen is gone', () => {
    const saved = { x: 2500, y: 100, width: 900, height: 600 };
    expect(boundsToOpen(saved, [area])).toEqual({ size: { width: 900, height: 600 }, at: null });
    expect(boundsToOpen({ ...saved, x: 100, y: -700 }, [area]).at).toBeNull();
  });

  it('fit the largest screen that there is', () => {
    const saved = { x: 0, y: 0, width: 3000, height: 2000 };
    expect(boundsToOpen(saved, [area]).size).toEqual({ width: 1920, height: 1040 });
    expect(boundsToOpen({ x: 0, y: 0, width: 10, height: 10 }, [area]).size).toEqual({
      width: 320,
      height: 480,
    });
  });
});

describe('the popover’s place', () => {
  const within = (
    place: { x: number; y: number; width: number; height: number },
    work: typeof area,
  ): boolean =>
    place.x >= work.x &&
    place.y >= work.y &&
    place.x + place.width <= work.x + work.width &&
    place.y + place.height <= work.y + work.height;

  it('is above the icon of a bar at the bottom, and not beyond the edge', () => {
    const tray = { x: 1800, y: 1044, width: 24, height: 32 };
    expect(placePopover(tray, screen, area)).toEqual({ x: 1510, y: 390, width: 400, height: 640 });
  });

  it('hangs under the icon of a bar at the top', () => {
    const work = { x: 0, y: 25, width: 1920, height: 1055 };
    const place = placePopover({ x: 900, y: 0, width: 24, height: 24 }, screen, work);
    expect(place).toEqual({ x: 712, y: 25, width: 400, height: 640 });
  });

  it('goes to the corner where the desktop does not tell where the icon is', () => {
    const place = placePopover({ x: 0, y: 0, width: 0, height: 0 }, screen, area);
    expect(place).toEqual({ x: 1510, y: 390, width: 400, height: 640 });
  });

  it('is wholly on its screen, wherever the bar and however small the screen', () => {
    for (const work of [
      { x: 60, y: 0, width: 1860, height: 1080 },
      { x: 0, y: 0, width: 1860, height: 1080 },
      { x: -1280, y: 200, width: 1280, height: 500 },
      { x: 0, y: 0, width: 300, height: 400 },
    ])
      for (const tray of [
        { x: work.x + 3, y: work.y + 5, width: 24, height: 24 },
        { x: work.x + work.width - 20, y: work.y + work.height - 20, width: 24, height: 24 },
      ])
        expect(within(placePopover(tray, { ...work, height: work.height + 40 }, work), work)).toBe(true);
  });
});
