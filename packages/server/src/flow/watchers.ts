/** Who waits in this process for news of a session, and until when. */
import type { Ctx, Deps } from '../state.ts';
import type { ConnectSessionRow } from '../stores/store.ts';

/** One shared read of all watched sessions a second; a change in this process is told at once. */
const readEveryMs = 1000;
/** A page needs one; reloads and second tabs some more. */
const watchersPerSession = 20;

type Listener = (row: ConnectSessionRow) => void;

export interface Watchers {
  /** Tells this process's watchers now; other processes read it within a second. */
  changed(row: ConnectSessionRow): void;
  /** Calls back with the row now and after each change. Returns the way to stop. */
  follow(hash: string, listener: Listener): () => void;
  /** A session has as many watchers in this process as it may. */
  isFull(hash: string): boolean;
  /** Fires when the drain begins: streams end, pages come back to another process. */
  readonly closing: AbortSignal;
  close(): void;
}

export function createWatchers(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Watchers {
  const listeners = new Map<string, Set<Listener>>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;

  const tell = (row: ConnectSessionRow) => {
    for (const listener of listeners.get(row.hash) ?? []) listener(row);
  };
  const read = async () => {
    try {
      for (const row of (await deps.store.sessions.findConnects([...listeners.keys()], deps.clock.now())).values())
        tell(row);
    } catch (cause) {
      deps.log.warn({ err: cause }, 'watched sessions could not be read');
    }
  };
  const stop = () => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  return {
    closing: closing.signal,
    changed: tell,
    isFull: (hash) => (listeners.get(hash)?.size ?? 0) >= watchersPerSession,
    follow(hash, listener) {
      const known = listeners.get(hash) ?? new Set();
      listeners.set(hash, known.add(listener));
      timer ??= setInterval(() => void read(), readEveryMs).unref();
      return () => {
        known.delete(listener);
        // Called twice, it must not take away the set that others have begun since.
        if (known.size === 0 && listeners.get(hash) === known) listeners.delete(hash);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      stop();
      closing.abort();
    },
  };
}

/** The row as soon as what is told of it is different, else after so many seconds; at once when the client is gone. */
export function untilChanged(
  ctx: Ctx,
  watchers: Watchers,
  row: ConnectSessionRow,
  seconds: number,
  told: (row: ConnectSessionRow) => unknown = ({ entries, final }) => `${entries.length} ${final !== null}`,
): Promise<ConnectSessionRow> {
  if (isLeaving(ctx, watchers) || watchers.isFull(row.hash)) return Promise.resolve(row);
  const before = told(row);
  return new Promise((resolve) => {
    let latest = row;
    const end = () => {
      clearTimeout(timer);
      stop();
      watchers.closing.removeEventListener('abort', end);
      resolve(latest);
    };
    const timer = setTimeout(end, seconds * 1000);
    const stop = watchers.follow(row.hash, (changed) => {
      latest = changed;
      if (told(changed) !== before) end();
    });
    ctx.res.once('close', end);
    watchers.closing.addEventListener('abort', end, { once: true });
  });
}

/** What would end it has happened already: the client went while its ticket was looked up, or the drain began. */
export const isLeaving = (ctx: Ctx, watchers: Watchers): boolean => ctx.res.destroyed || watchers.closing.aborted;
