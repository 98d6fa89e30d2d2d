/**
 * A list of any length of which only what is seen exists: rows of one height, a few more above and below. Rows keep
 * their place in the count for those who hear the list instead of seeing it.
 */
import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const spare = 8;

export function VirtualList({
  total,
  rowHeight,
  label,
  row,
  onRange,
  onKeyDown,
  head,
}: {
  readonly total: number;
  /** In CSS pixels at the default text size; scaled with it. */
  readonly rowHeight: number;
  readonly label: string;
  readonly row: (index: number) => ComponentChildren;
  /** First and last row that are drawn: what must be loaded. */
  readonly onRange: (first: number, last: number) => void;
  readonly onKeyDown?: (event: TargetedKeyboardEvent<HTMLElement>) => void;
  readonly head?: ComponentChildren;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const scale = useTextScale();
  const each = rowHeight * scale;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = (): void => setHeight(element.clientHeight === 0 ? 600 : element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const above = Math.max(0, top - (list.current?.offsetTop ?? 0));
  const first = Math.max(0, Math.floor(above / each) - spare);
  const last = Math.min(total - 1, Math.ceil((above + height) / each) + spare);
  useEffect(() => {
    if (last >= first) onRange(first, last);
  }, [first, last, onRange]);

  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  return (
    <div
      class="scroll"
      ref={scroller}
      tabIndex={-1}
      role="group"
      aria-label={label}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      {head}
      <ul class="virtual" ref={list} style={{ height: `${String(total * each)}px` }}>
        {drawn.map((index) => (
          <li
            key={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${String(index * each)}px)`, height: `${String(each)}px` }}
          >
            {row(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How much larger than by default the person reads: rows are sized in rem. */
function useTextScale(): number {
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (Number.isFinite(size) && size > 0) setScale(size / 16);
  }, []);
  return scale;
}
