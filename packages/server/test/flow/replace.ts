const undo: (() => void)[] = [];

/** Puts something in a part's place until {@link restore}. */
export function replace<T extends object, K extends keyof T>(part: T, name: K, by: T[K]): void {
  const before = part[name];
  part[name] = by;
  undo.push(() => (part[name] = before));
}

export function restore(): void {
  for (const one of undo.splice(0).reverse()) one();
}
