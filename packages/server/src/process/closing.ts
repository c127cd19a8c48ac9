import type { Logger } from 'pino';

/** What a process does before it ends. */
export interface Closing {
  name: string;
  close: () => Promise<unknown>;
}

/**
 * One after the other, as long as there is time; what fails is in the log, and the next has its turn.
 * @param ms for all of them together; what is not done by then ends with the process, and the log says where it stood
 */
export async function closeInTime(steps: readonly Closing[], ms: number, log: Pick<Logger, 'warn'>): Promise<void> {
  let at = '';
  const closed = (async () => {
    for (const { name, close } of steps) {
      at = name;
      await close().catch((err: unknown) => log.warn({ err, part: name }, 'a part of the server could not be closed'));
    }
    return true;
  })();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const inTime = await Promise.race([closed, late]);
  clearTimeout(timer);
  if (!inTime)
    log.warn({ part: at, after_ms: Math.round(ms) }, 'a part of the server did not close in time; it is left');
}
