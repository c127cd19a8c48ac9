import { consumeOutcome, startOutcome, type Judged } from '../flow-outcome.ts';
import { readableAfterMs, type FlowRow, type FlowStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { json, nullable, plain, sealed, Table, type Found, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const flows = new Table<FlowRow>('flows', {
  id: plain(),
  state_hash: plain(),
  app_id: plain(),
  session_hash: plain(),
  session_id: plain(),
  browser_hash: plain(),
  provider_id: plain(),
  config_id: plain(),
  config_generation: plain(),
  issuer: plain(),
  token_endpoint: plain(),
  redirect_uri: plain(),
  scopes: json(),
  variables: json(),
  secrets: nullable(sealed),
  nonce: plain(),
  consent: plain(),
  display: plain(),
  kind: plain(),
  created_at: plain(),
  start_until: plain(),
  started_at: plain(),
  expires_at: plain(),
  consumed_at: plain(),
  refusals: plain(),
});

const start = `UPDATE flows SET started_at = ?
  WHERE state_hash = ? AND browser_hash = ? AND started_at IS NULL AND consumed_at IS NULL
    AND start_until > ? AND expires_at > ?
  RETURNING ${flows.list}`;
const consume = `UPDATE flows SET consumed_at = ?
  WHERE state_hash = ? AND browser_hash = ? AND consumed_at IS NULL AND expires_at > ?
  RETURNING ${flows.list}`;
/** A flow is known a while after it expired, so that who comes late is told so. */
const known = `SELECT ${flows.list} FROM flows WHERE state_hash = ? AND expires_at > ?`;
const refuse = `UPDATE flows SET refusals = refusals + 1 WHERE state_hash = ? AND expires_at > ?
  RETURNING ${flows.list}`;

const open = `SELECT ${flows.list} FROM flows WHERE state_hash = ? AND consumed_at IS NULL AND expires_at > ?`;

/** The row after the act, or as it stands when the act was refused. */
interface Written {
  done: boolean;
  flow: Found | null;
}

const judged = ({ done, flow }: Written): Judged => ({ done, flow: flows.decodeOrNull(flow) });

export const flowWrites = {
  'flows.create': (db: Connection, row: Values): void => void db.run(flows.insert, ...row),

  'flows.start': (db: Connection, state: string, browser: string, now: number): Written => {
    const flow = db.get(start, now, state, browser, now, now);
    return flow ? { done: true, flow } : { done: false, flow: db.get(known, state, now - readableAfterMs) };
  },

  'flows.consume': (db: Connection, state: string, browser: string | null, now: number): Written => {
    const flow = db.get(consume, now, state, browser, now);
    return flow ? { done: true, flow } : { done: false, flow: db.get(refuse, state, now - readableAfterMs) };
  },
};

export const flowStore = (reader: Reader, writer: Writer): FlowStore => ({
  create: (row) => writer.run('flows.create', flows.encode(row)),

  start: async (stateHash, browserHash, now) =>
    startOutcome(judged(await writer.run('flows.start', stateHash, browserHash, now)), browserHash),

  find: async (stateHash, now) => flows.decodeOrNull(reader.get(open, stateHash, now)),

  consume: async (stateHash, browserHash, now) =>
    consumeOutcome(judged(await writer.run('flows.consume', stateHash, browserHash, now)), browserHash),
});
