/** How many panes fit: under 640 px one, then the navigation as icons, from 880 px on three columns. */
import { useEffect, useState } from 'preact/hooks';

export type Width = 'one-pane' | 'icons' | 'wide';

const queries = { wide: '(min-width: 880px)', icons: '(min-width: 640px)' } as const;

function measure(): Width {
  if (matchMedia(queries.wide).matches) return 'wide';
  return matchMedia(queries.icons).matches ? 'icons' : 'one-pane';
}

export function useWidth(): Width {
  const [width, setWidth] = useState(measure);
  useEffect(() => {
    const lists = Object.values(queries).map((query) => matchMedia(query));
    const changed = (): void => setWidth(measure());
    for (const list of lists) list.addEventListener('change', changed);
    return () => {
      for (const list of lists) list.removeEventListener('change', changed);
    };
  }, []);
  return width;
}
