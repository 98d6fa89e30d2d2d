/** Scrolls a page's list from a frame to the next and measures how far the frames lie apart. */
import type { Page } from 'playwright-core';

export interface Frames {
  /** Milliseconds between two frames, at the most: as with a wheel, and with the bar pulled through all of it. */
  readonly wheelLongest: number;
  readonly wheelMedian: number;
  readonly pullLongest: number;
  readonly pullMedian: number;
  /** As the list counts them; 0 where it does not. */
  readonly rows: number;
}

export async function scrolled(page: Page): Promise<Frames> {
  // Whatever runs these sources may have given functions their names by a helper that the page lacks.
  await page.evaluate('globalThis.__name = (named) => named');
  return page.evaluate(async () => {
    const scroller = document.querySelector('.virtual')?.closest('.scroll') ?? document.scrollingElement;
    if (scroller === null) throw new Error('Nothing scrolls.');
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const run = async (frames: number, by: number): Promise<readonly number[]> => {
      const deltas: number[] = [];
      let before = await frame();
      for (let at = 0; at < frames; at += 1) {
        scroller.scrollTop += by;
        const now = await frame();
        deltas.push(now - before);
        before = now;
      }
      return deltas.sort((a, b) => a - b);
    };
    const wheel = await run(600, 100);
    const all = scroller.scrollHeight - scroller.scrollTop;
    const pull = await run(600, Math.ceil(all / 600));
    return {
      wheelLongest: wheel.at(-1) ?? 0,
      wheelMedian: wheel[300] ?? 0,
      pullLongest: pull.at(-1) ?? 0,
      pullMedian: pull[300] ?? 0,
      rows: Number(document.querySelector('.virtual li')?.getAttribute('aria-setsize') ?? 0),
    };
  });
}
