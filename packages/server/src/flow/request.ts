/** Station 5: one call to a provider, on behalf of the person who allowed it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CredentialOpener } from '../grants/open.ts';
import type { AtPoint } from '../grants/refresh/faults.ts';
import { Refusal } from '../lib/assert.ts';
import { StoreUnavailable } from '../stores/store.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import { askAhead } from './request/ask-ahead.ts';
import { Call, type CallStep, type Station } from './request/call.ts';
import { CallEnded } from './request/call-ended.ts';
import { claim, settle } from './request/claim.ts';
import { concluded, concludeRefused } from './request/conclude.ts';
import { decide } from './request/decide.ts';
import { envelope, gather } from './request/envelope.ts';
import { createGrantOpener } from './request/grant-opener.ts';
import { readIntent } from './request/read-intent.ts';
import { relay } from './request/relay.ts';
import { resolveGrant } from './request/resolve-grant.ts';
import { inject, openCredential, send } from './request/send.ts';

/** Milliseconds between two looks whether all calls have ended. */
const lookMs = 20;

const call: readonly CallStep[] = [
  readIntent, // body, or header in the raw form → intent, or 400
  resolveGrant, // of this app and this principal; not found is decided, not thrown
  decide, // a decision with its reason; reads only
  claim, // nonce and begin row with the decision, durable: no row, no call
  settle, // deny → 403, 404, 409, 422
  openCredential, // vault read; unseal; refresh if stale
  inject, // the credential type adds its header
  send, // the only way out; one repetition after a 401
];

/** `POST /request`: the provider's status, headers and body, as they come. */
const streamed: readonly CallStep[] = [...call, concluded, relay];

/** `POST /sdk/proxy`: the same, in the published JSON envelope. */
const enveloped: readonly CallStep[] = [...call, gather, concluded, envelope];

export interface RequestStation {
  request: Step;
  proxy: Step;
  /** For the authentication of both. */
  askAhead: (ctx: Ctx, appId: string) => void;
  /** What opens credentials for every call of this process. */
  readonly opener: CredentialOpener;
  /** Waits for calls and refreshes under way. */
  close(): Promise<void>;
}

/** @param at what stands at the points of a refresh's fault table; in production nothing */
export function createRequestStation(deps: Deps, at?: AtPoint): RequestStation {
  const opener = createGrantOpener(deps, at);
  const station: Station = {
    deps,
    opener,
    live: new Set(),
  };
  deps.shutdown.addEventListener('abort', () => {
    for (const abort of station.live) abort.abort(new CallEnded('shutdown'));
  });
  return {
    request: (ctx) => run(new Call(station, ctx, 'stream'), streamed),
    proxy: (ctx) => run(new Call(station, ctx, 'envelope'), enveloped),
    askAhead: (ctx, appId) => askAhead(deps, ctx, appId),
    opener,
    close: async () => {
      // Those that were cut still have their row to write.
      while (station.live.size > 0) await sleep(lookMs);
      await station.opener.close();
    },
  };
}

async function run(one: Call, steps: readonly CallStep[]): Promise<void> {
  const leave = watchClient(one);
  try {
    for (const step of steps) {
      const pending = step(one);
      if (pending) await pending;
    }
  } catch (error) {
    const refusal = refusalFor(error, one.sent);
    await concludeRefused(one, refusal);
    throw refusal;
  } finally {
    leave();
    one.outerBody?.destroy();
  }
}

function refusalFor(error: unknown, sent: boolean): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof StoreUnavailable ? 'store_unavailable' : 'internal_error';
  return new Refusal(code, { sent }, { cause: error });
}

/** A client that goes away ends the provider's side. */
function watchClient(one: Call): () => void {
  const { live } = one.station;
  const { res } = one.ctx;
  const gone = (): void => {
    if (!res.writableFinished) one.abort.abort(new CallEnded('client'));
  };
  live.add(one.abort);
  if (res.destroyed) gone();
  else res.once('close', gone);
  return () => {
    live.delete(one.abort);
    res.off('close', gone);
  };
}
