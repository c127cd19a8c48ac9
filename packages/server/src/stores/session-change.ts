/** What each step does to a connect session's row: pure, so that every store means the same. */
import { readableAfterMs, type ConnectSessionRow, type SessionEntry, type SessionFinal } from './store.ts';

/** When the result stops being readable, for a session that is not final. */
export const readableUntil = (row: ConnectSessionRow): number => naturalEnd(row) + readableAfterMs;

/** Null when the session is over or another browser's. Flows whose time is over are dropped, so that the list stays short. */
export function withFlow(
  row: ConnectSessionRow,
  browserHash: string,
  flow: ConnectSessionRow['open_flows'][number],
  now: number,
): ConnectSessionRow | null {
  if (row.final || row.expires_at <= now || row.browser_hash !== browserHash) return null;
  return { ...row, open_flows: [...row.open_flows.filter((open) => open.expires_at > now), flow] };
}

/** The same row when the flow's outcome is there already. */
export function withEntry(row: ConnectSessionRow, entry: SessionEntry, final: SessionFinal | null): ConnectSessionRow {
  if (row.entries.some((known) => known.flow_id === entry.flow_id)) return row;
  return {
    ...row,
    open_flows: row.open_flows.filter((open) => open.flow_id !== entry.flow_id),
    entries: [...row.entries, entry],
    final: row.final ?? final,
  };
}

export const withFinal = (row: ConnectSessionRow, final: SessionFinal): ConnectSessionRow =>
  row.final ? row : { ...row, final };

export const declined = (row: ConnectSessionRow): SessionEntry[] =>
  row.entries.filter((entry) => entry.outcome === 'declined');

/** A session that is ended late, by time, stays readable from when its last flow ended, not from `final.at`. */
export const readableUntilFinal = (row: ConnectSessionRow, final: SessionFinal, now: number): number =>
  Math.max(final.at, Math.min(now, naturalEnd(row))) + readableAfterMs;

/** When time alone ends it: at its expiry, or with its last flow. */
const naturalEnd = (row: ConnectSessionRow): number =>
  Math.max(row.expires_at, ...row.open_flows.map((flow) => flow.expires_at), ...row.entries.map((entry) => entry.at));
