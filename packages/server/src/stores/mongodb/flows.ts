import type { Collection } from 'mongodb';
import { consumeOutcome, startOutcome } from '../flow-outcome.ts';
import { readableAfterMs, type FlowRow, type FlowStore } from '../store.ts';
import { decides, latest } from './calls/concerns.ts';
import { codeUnlessSaid, json, plain, Shape, type Stored } from './documents/shape.ts';

export const flows = new Shape<FlowRow>('state_hash', {
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
  scopes: plain(),
  variables: json(),
  secrets: plain(),
  nonce: plain(),
  consent: plain(),
  display: plain(),
  kind: codeUnlessSaid(),
  created_at: plain(),
  start_until: plain(),
  started_at: plain(),
  expires_at: plain(),
  consumed_at: plain(),
  refusals: plain(),
});

/** A flow is known a while after it expired, so that who comes late is told so. */
const known = (stateHash: string, now: number) => ({ _id: stateHash, expires_at: { $gt: now - readableAfterMs } });

const after = { returnDocument: 'after' } as const;

export const flowStore = (collection: Collection<Stored>): FlowStore => ({
  async create(row) {
    await collection.insertOne({ ...flows.encode(row), goes_at: new Date(row.expires_at + readableAfterMs) });
  },

  async start(stateHash, browserHash, now) {
    const alive = { start_until: { $gt: now }, expires_at: { $gt: now } };
    const started = await collection.findOneAndUpdate(
      { _id: stateHash, browser_hash: browserHash, started_at: null, consumed_at: null, ...alive },
      { $set: { started_at: now } },
      after,
    );
    const flow = started ?? (await collection.findOne(known(stateHash, now), latest));
    return startOutcome({ done: started !== null, flow: flows.decodeOrNull(flow) }, browserHash);
  },

  async find(stateHash, now) {
    const open = { _id: stateHash, consumed_at: null, expires_at: { $gt: now } };
    return flows.decodeOrNull(await collection.findOne(open, decides));
  },

  async consume(stateHash, browserHash, now) {
    // No cookie is no browser: `null` would match a row that has none.
    const consumed =
      browserHash === null
        ? null
        : await collection.findOneAndUpdate(
            { _id: stateHash, browser_hash: browserHash, consumed_at: null, expires_at: { $gt: now } },
            { $set: { consumed_at: now } },
            after,
          );
    const flow =
      consumed ?? (await collection.findOneAndUpdate(known(stateHash, now), { $inc: { refusals: 1 } }, after));
    return consumeOutcome({ done: consumed !== null, flow: flows.decodeOrNull(flow) }, browserHash);
  },
});
