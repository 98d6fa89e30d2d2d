/** What of a page sticks out sideways, or is cut without a sign. */
import type { Page } from 'playwright-core';

/** In words, for whoever mends it: `button.btn: “Open the folder” leaves the window by 12 px`. */
export function overflowing(page: Page): Promise<readonly string[]> {
  // Runs in the page: it may use nothing from outside.
  return page.evaluate(() => {
    const slack = 1;
    const found = new Set<string>();
    // Methods: a function with a name would be wrapped in a helper that the page does not have.
    const tell = {
      of(element: Element, text: string, what: string, by: number): void {
        const name = [element.localName, ...element.classList].join('.');
        found.add(`${name}: “${text.trim().slice(0, 60)}” ${what} by ${String(Math.ceil(by))} px`);
      },
    };
    const meant = {
      /** Scrolled, cut with a sign, or for screen readers alone: so it is to be. */
      for(element: Element): boolean {
        for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (/auto|scroll/.test(style.overflowX) || style.textOverflow === 'ellipsis') return true;
          if (style.clipPath !== 'none' || style.visibility === 'hidden' || style.opacity === '0')
            return true;
        }
        return false;
      },
    };

    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth + slack)
      tell.of(page, document.title, 'is wider than the window', page.scrollWidth - page.clientWidth);

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      const parent = node.parentElement;
      if (text.trim() === '' || parent === null || meant.for(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right, width } = range.getBoundingClientRect();
      if (width === 0) continue;
      if (right > innerWidth + slack) tell.of(parent, text, 'leaves the window', right - innerWidth);
      if (left < -slack) tell.of(parent, text, 'begins outside the window', -left);
      for (let at: Element | null = parent; at !== null && at !== document.body; at = at.parentElement) {
        const box = at.getBoundingClientRect();
        const isCut = /hidden|clip/.test(getComputedStyle(at).overflowX);
        const isBox = at.matches('button, a, label, li, td, .btn, .card, .panel, .note') && box.width > 0;
        if ((isCut || isBox) && right > box.right + slack)
          tell.of(at, text, isCut ? 'is cut' : 'leaves its place', right - box.right);
      }
    }
    return [...found];
  });
}
