/** Gathers hints for an instant and hands each folder over once, the root alone where they are many. */

/** Above so many folders the whole root is cheaper. */
const mostFolders = 64;

export interface Hints {
  add(folder: string): void;
  stop(): void;
}

/** `ms`: how long hints are gathered after the first one. */
export function gatherHints(ms: number, onHint: (folder: string) => void): Hints {
  const folders = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    const all = [...folders];
    folders.clear();
    const whole = all.length > mostFolders || all.includes('');
    const highest = all.filter((folder) => !all.some((other) => folder.startsWith(`${other}/`)));
    for (const folder of whole ? [''] : highest) onHint(folder);
  };
  return {
    add(folder) {
      folders.add(folder);
      timer ??= setTimeout(flush, ms);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      folders.clear();
    },
  };
}
