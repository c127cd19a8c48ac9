import { readableAfterMs, type ConsumeOutcome, type FlowRow, type FlowStore, type StartOutcome } from '../store.ts';
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

/** A row after the act, or before the refusal. */
interface Judged {
  done: boolean;
  flow: Found | null;
}

export const flowWrites = {
  'flows.create': (db: Connection, row: Values): void => void db.run(flows.insert, ...row),

  'flows.start': (db: Connection, state: string, browser: string, now: number): Judged => {
    const flow = db.get(start, now, state, browser, now, now);
    return flow ? { done: true, flow } : { done: false, flow: db.get(known, state, now - readableAfterMs) };
  },

  'flows.consume': (db: Connection, state: string, browser: string | null, now: number): Judged => {
    const flow = db.get(consume, now, state, browser, now);
    return flow ? { done: true, flow } : { done: false, flow: db.get(refuse, state, now - readableAfterMs) };
  },
};

export const flowStore = (reader: Reader, writer: Writer): FlowStore => ({
  create: (row) => writer.run('flows.create', flows.encode(row)),

  async start(stateHash, browserHash, now): Promise<StartOutcome> {
    const { done, flow: found } = await writer.run('flows.start', stateHash, browserHash, now);
    const flow = flows.decodeOrNull(found);
    if (!flow) return { kind: 'unknown' };
    if (done) return { kind: 'started', flow };
    if (flow.browser_hash !== browserHash) return { kind: 'other_browser' };
    return { kind: flow.started_at !== null || flow.consumed_at !== null ? 'used' : 'expired' };
  },

  find: async (stateHash, now) => flows.decodeOrNull(reader.get(open, stateHash, now)),

  async consume(stateHash, browserHash, now): Promise<ConsumeOutcome> {
    const { done, flow: found } = await writer.run('flows.consume', stateHash, browserHash, now);
    const flow = flows.decodeOrNull(found);
    if (!flow) return { kind: 'unknown' };
    if (done) return { kind: 'consumed', flow };
    return { kind: refusalOf(flow, browserHash), flow, first: flow.refusals === 1 };
  },
});

/** A stranger's browser learns nothing about the flow's state. */
function refusalOf(flow: FlowRow, browserHash: string | null): 'other_browser' | 'replayed' | 'expired' {
  if (flow.browser_hash !== browserHash) return 'other_browser';
  return flow.consumed_at !== null ? 'replayed' : 'expired';
}
