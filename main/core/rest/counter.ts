/** Which values occur, each as long as it was added more often than removed. */
export interface Counter<T> {
  add(value: T): void;
  remove(value: T): void;
  readonly all: () => Iterable<T>;
}

export function createCounter<T>(): Counter<T> {
  const counts = new Map<T, number>();
  return {
    add(value) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    remove(value) {
      const count = (counts.get(value) ?? 0) - 1;
      if (count > 0) counts.set(value, count);
      else counts.delete(value);
    },
    all: () => counts.keys(),
  };
}
