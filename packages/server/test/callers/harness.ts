/** A real server with one route of each kind in front of a real store; the clock can be moved. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { pino } from 'pino';
import { z } from 'zod';
import { signatureHeaders as names, signingKeyMessage, stringToSign } from '@alter/protocol';
import type { App } from '../../src/apps/app.ts';
import { createAppDirectory } from '../../src/apps/directory.ts';
import { createKey, type NewKey } from '../../src/callers/api-keys.ts';
import { createGate } from '../../src/callers/gate.ts';
import { readConfig } from '../../src/config.ts';
import { authenticate } from '../../src/middleware/authenticate.ts';
import { parseBody, parseQuery, readJson } from '../../src/middleware/body.ts';
import { problem } from '../../src/middleware/problem.ts';
import { requestId } from '../../src/middleware/request-id.ts';
import type { RequestState, Step } from '../../src/state.ts';
import { openStore } from '../../src/stores/index.ts';

export const limit = 4096;

export const app = (slug: string, change: Partial<App> = {}): App => ({
  id: `app-${slug}`,
  slug,
  name: slug,
  websiteUrl: null,
  logoUrl: null,
  accent: null,
  privacyUrl: null,
  returnUrls: [],
  confirmGrants: false,
  requireUser: false,
  signedOnly: false,
  ...change,
});

const bodySchema = z.strictObject({
  name: z.string().min(2).max(5),
  count: z.int().max(9).optional(),
  list: z
    .array(z.enum(['a', 'b']))
    .max(2)
    .optional(),
  any: z.json().optional(),
});

export async function startGate() {
  const folder = mkdtempSync(join(tmpdir(), 'alter-gate-'));
  const time = { now: 1_795_348_800_000 };
  const clock = { now: () => time.now, monotonic: () => performance.now() };
  const store = await openStore({ dataDir: folder }, { clock });
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const apps = createAppDirectory([app('one'), app('two'), app('signed', { signedOnly: true })]);
  const config = readConfig({ ALTER_MODE: 'development', ALTER_DATA_DIR: folder }, folder);
  const deps = { config, clock, log, store, apps };
  const gate = createGate(deps);
  const router = new Router<RequestState>();
  const seen: Step = async (ctx) => {
    const { caller, rawBody, claimedBodyHash } = ctx.state;
    ctx.body = {
      app: caller.appId,
      scopes: caller.key.scopes,
      nonce: caller.nonce?.nonce ?? null,
      name: caller.name,
      context: caller.context,
      body: rawBody.toString(),
      claimed: claimedBodyHash,
    };
  };
  router.all('/read/:any', authenticate(deps, gate, { scope: 'grants:read', limit, claims: 'nonce' }), seen);
  router.all('/any', authenticate(deps, gate, { scope: null, limit, claims: 'nonce' }), seen);
  router.post(
    '/station',
    authenticate(deps, gate, { scope: 'proxy:execute', limit, claims: 'station' }),
    async (ctx, next) => {
      await seen(ctx, next);
      const streamed: Buffer[] = [];
      for await (const chunk of ctx.req) streamed.push(chunk as Buffer);
      ctx.body = { ...(ctx.body as object), streamed: Buffer.concat(streamed).toString() };
    },
  );
  router.post('/body', readJson(limit), async (ctx) => void (ctx.body = { got: parseBody(ctx, bodySchema) }));
  router.get(
    '/query',
    async (ctx) => void (ctx.body = { got: parseQuery(ctx, z.strictObject({ q: z.string().optional() })) }),
  );
  const koa = new Koa<RequestState>();
  koa.silent = true;
  koa.use(requestId(deps)).use(problem).use(router.routes());
  const server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    clock,
    time,
    gate,
    config,
    logged,
    key: (change: Partial<NewKey> = {}) => createKey(store, { ...order, ...change }, clock),
    async close() {
      await gate.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const order: NewKey = {
  appId: 'app-one',
  kind: 'rk',
  name: 'test',
  scopes: ['grants:read', 'proxy:execute'],
  expiresAt: null,
  signedOnly: false,
  cidrAllowlist: [],
};

export type Harness = Awaited<ReturnType<typeof startGate>>;

export interface SignOptions {
  method: string;
  target: string;
  body?: string;
  key: string;
  /** Epoch milliseconds. */
  at: number;
  nonce?: string;
  headers?: Record<string, string>;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Signs as the published SDK does (`wire.md` §3), written here a second time on purpose. */
export function signed({
  method,
  target,
  body = '',
  key,
  at,
  nonce,
  headers = {},
}: SignOptions): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const used = nonce ?? randomBytes(16).toString('hex');
  const header = (name: string): string | undefined => headers[name];
  const text = stringToSign({
    method,
    target,
    timestamp,
    nonce: used,
    contentHash: sha256(body),
    scopeConstraints: header(names.scopeConstraints),
    requestRule: header(names.requestRule),
    caller: header(names.caller),
    callerType: header(names.callerType),
    actorId: header(names.actorId),
    context: header(names.context),
    intent: header(names.intent),
  });
  const signingKey = createHmac('sha256', key).update(signingKeyMessage).digest();
  const signature = createHmac('sha256', signingKey).update(text).digest('hex');
  const identity = [names.caller, names.callerType, names.actorId, names.context].some((name) => headers[name]);
  return {
    ...headers,
    'x-api-key': key,
    [names.timestamp]: timestamp,
    [names.nonce]: used,
    [names.contentHash]: sha256(body),
    [names.signature]: signature,
    ...(identity ? { [names.signatureV2]: signature } : {}),
  };
}
