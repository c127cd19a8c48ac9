/** How many run together, of all and of one kind: a slow kind cannot take every place. */
export interface Places<T> {
  all: number;
  ofOneKind: number;
  kindOf: (item: T) => string;
}

/** Runs `task` on each item, a few at once; the first that fails ends it, and no further one begins. */
export async function fewAtOnce<T>(
  items: readonly T[],
  { all, ofOneKind, kindOf }: Places<T>,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const running = new Map<string, number>();
  const count = (kind: string, by: 1 | -1): unknown => running.set(kind, (running.get(kind) ?? 0) + by);
  const next = (): T[] => {
    const at = waiting.findIndex((item) => (running.get(kindOf(item)) ?? 0) < ofOneKind);
    return at === -1 ? [] : waiting.splice(at, 1);
  };
  // A place that finds nothing ends: all that still wait are of kinds whose own places are taken, and will be free again.
  const place = async (): Promise<void> => {
    for (let [item] = next(); item !== undefined; [item] = next()) {
      const kind = kindOf(item);
      count(kind, 1);
      try {
        await task(item);
      } finally {
        count(kind, -1);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: all }, place));
  } finally {
    waiting.length = 0;
  }
}
