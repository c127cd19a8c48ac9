/** What every step may ask for, passed as one argument; and what middleware leaves on a request. */
import type { RouterContext } from '@koa/router';
import type { Next } from 'koa';
import type { Logger } from 'pino';
import type { GrantRow, KeyRow, NonceClaim, Store } from './stores/store.ts';
import type { AppDirectory } from './apps/app.ts';
import type { Clock } from './lib/clock.ts';
import type { Config } from './config.ts';
import type { Egress } from './egress/egress.ts';
import type { ProviderDirectory } from './providers/directory.ts';
import type { Sealer } from './vault/seal.ts';

export interface Deps {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly vault: Sealer;
  readonly egress: Egress;
  readonly apps: AppDirectory;
  readonly providers: ProviderDirectory;
  /** Fires when the drain is over: what still runs is cut. */
  readonly shutdown: AbortSignal;
}

/** Who calls with an API key; set by `middleware/authenticate.ts`. */
export interface Caller {
  readonly appId: string;
  readonly key: KeyRow;
  /** From a verified signature; claimed by the route, once. Null: unsigned. */
  readonly nonce: NonceClaim | null;
  /** Free-form attribution (`X-Alter-Caller`), not an access boundary. */
  readonly name: string | null;
  readonly context: Record<string, string> | null;
}

/** A grant that was asked for while the caller's key was still being read. Who uses it compares the app. */
export interface AskedGrant {
  readonly appId: string;
  readonly grantId: string;
  readonly row: Promise<GrantRow | null>;
}

export interface RequestState {
  requestId: string;
  log: Logger;
  /** From the socket, or from X-Forwarded-For behind the configured number of trusted proxies. */
  clientIp: string;
  /** Routes behind `authenticate`. */
  caller: Caller;
  /** The body as sent, on routes that read one whole; empty in the raw form of `/request`. */
  rawBody: Buffer;
  /** The body as JSON, between its parsing and its use. */
  json?: { readonly value: unknown };
  /** Set by a station that asks ahead. */
  asked?: AskedGrant;
  /** Raw form, signed: the hex SHA-256 that the streamed body must have. Null when unsigned, or the body was read whole. */
  claimedBodyHash: string | null;
}

/** The Koa context of every station. */
export type Ctx = RouterContext<RequestState>;

/** One step of a station: does its part, then `await next()`, or ends the request. */
export type Step = (ctx: Ctx, next: Next) => Promise<void>;
