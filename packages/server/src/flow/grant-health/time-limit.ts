/** Until when an answer waits for others. */
export interface TimeLimit {
  /** Aborted from then on. */
  readonly signal: AbortSignal;
  /** Resolves then. */
  readonly over: Promise<null>;
}

/** Runs `task` under a limit, which is over when the task is, too. @param ended the process stops */
export async function underLimit<T>(
  ms: number,
  ended: AbortSignal,
  task: (limit: TimeLimit) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), ms);
  const signal = AbortSignal.any([ended, end.signal]);
  const over = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  try {
    return await task({ signal, over });
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}
