/** The first change at once, then at most one each so many milliseconds, and always the last. */

export interface Throttled {
  (): void;
  cancel(): void;
}

export function throttle(act: () => void, everyMs: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again = false;
  const run = (): void => {
    again = false;
    act();
    timer = setTimeout(() => {
      timer = null;
      if (again) run();
    }, everyMs);
  };
  const throttled = (): void => {
    if (timer === null) run();
    else again = true;
  };
  return Object.assign(throttled, {
    cancel: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      again = false;
    },
  });
}
