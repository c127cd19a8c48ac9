import { busyTimeoutMs, type Connection } from './connection.ts';

/** How long a checkpoint waits for readers of other processes, and after what time it is tried again. */
const patienceMs = 50;
const retryMs = 500;

/**
 * Moves the write-ahead log into the file and truncates it: rows deleted with `secure_delete` are zeros in the file, but
 * their old pages stay readable in the log until then.
 */
export function emptyLog(db: Connection): { run(): void; stop(): void } {
  let retry: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(retry);
  const run = (): void => {
    stop();
    if (!truncated(db)) retry = setTimeout(run, retryMs).unref();
  };
  return { run, stop };
}

function truncated(db: Connection): boolean {
  db.script(`PRAGMA busy_timeout = ${patienceMs}`);
  try {
    return db.get('PRAGMA main.wal_checkpoint(TRUNCATE)')?.[0] === 0;
  } catch {
    // The commit before it stands; whatever is wrong shows at the next one.
    return false;
  } finally {
    db.script(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
}
