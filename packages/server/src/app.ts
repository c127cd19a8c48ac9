/** The map: middleware in order, then routes in station order. */
import Router from '@koa/router';
import Koa from 'koa';
import { routes } from '@alter/protocol';
import type { Gate } from './callers/gate.ts';
import { listProviders, readProvider } from './flow/catalog.ts';
import { callback } from './flow/callback.ts';
import { confirmGrant, listGrants, readGrant, revokeGrant } from './flow/grant.ts';
import { grantHealth, grantRefreshes, grantsHealth } from './flow/grant-health.ts';
import { healthy, ready } from './flow/health.ts';
import { createGrant } from './flow/client-grant.ts';
import type { DevicePolling } from './flow/device-polling.ts';
import { connectPage, elementAsset, hostedAsset, providerLogo, referencePage, referenceStyle } from './flow/pages.ts';
import { finishPage, leaveForProvider, openPage, refusalsAsPages, resumePage, startFlow } from './flow/popup.ts';
import type { RequestStation } from './flow/request.ts';
import type { Revocations } from './flow/revocation.ts';
import { createSession, pollSession } from './flow/session.ts';
import { createGrantCheck } from './flow/grant-health/verify-grant.ts';
import {
  createWalletSession,
  readWalletGrant,
  walletActivity,
  walletGrants,
  walletRefreshes,
  walletRevoke,
} from './flow/wallet.ts';
import { tradeTicket, watchSession } from './flow/watch.ts';
import type { Watchers } from './flow/watchers.ts';
import { authenticate, type AuthenticateOptions } from './middleware/authenticate.ts';
import { readJson } from './middleware/body.ts';
import type { Drain } from './middleware/drain.ts';
import { preflight, readableRefusals, sameOrigin } from './middleware/origin.ts';
import { problem } from './middleware/problem.ts';
import { requestId } from './middleware/request-id.ts';
import { pageHeaders, securityHeaders } from './middleware/security-headers.ts';
import { openapiDocument } from './pages/openapi.ts';
import type { Files } from './pages/files.ts';
import { lazyReference } from './pages/reference/reference.ts';
import type { Deps, RequestState, Step } from './state.ts';

export interface Parts {
  gate: Gate;
  calls: RequestStation;
  files: Files;
  watchers: Watchers;
  polling: DevicePolling;
  revocations: Revocations;
  drain: Drain;
}

export function createApp(deps: Deps, { gate, calls, files, watchers, polling, revocations, drain }: Parts): Koa {
  const app = new Koa<RequestState>();
  const router = new Router<RequestState>();
  const { jsonBody, intentBody } = deps.config.limits;

  const key = (scope: AuthenticateOptions['scope']): Step =>
    authenticate(deps, gate, { scope, limit: jsonBody, claims: 'nonce' });
  const check = createGrantCheck(deps, calls.opener);
  const call = authenticate(deps, gate, {
    scope: 'proxy:execute',
    limit: intentBody,
    claims: 'station',
    askAhead: calls.askAhead,
  });
  const fromPage: Step[] = [sameOrigin(deps), readJson(jsonBody)];
  const reference = lazyReference(deps.config.publicUrl.origin, routes.referenceSheet);
  const fromHost: Step[] = [readableRefusals, readJson(jsonBody)];

  // before it: what can be connected
  router.get(routes.providerCatalog, key('providers:read'), listProviders(deps));
  router.get(routes.providerCatalogEntry, key('providers:read'), readProvider(deps));

  // 1 session
  router.post(routes.createSession, key('connect:initiate'), createSession(deps));
  router.post(routes.pollSession, key('connect:initiate'), pollSession(deps, polling));
  router.post(routes.createWalletSession, key('connect:initiate'), createWalletSession(deps));

  // 2 popup
  router.get(routes.connectPage, pageHeaders, connectPage(files));
  router.post(routes.connectOpen, ...fromPage, openPage(deps));
  router.post(routes.connectResume, ...fromPage, resumePage(deps, watchers, polling));
  router.post(routes.connectFlow, ...fromPage, startFlow(deps, watchers, polling));
  router.get(routes.connectStart, refusalsAsPages, leaveForProvider(deps));
  router.post(routes.connectDone, ...fromPage, finishPage(deps, watchers));

  // 2, seen from the page that opened it
  router.options([routes.watchTicket, routes.watch], preflight);
  router.post(routes.watchTicket, ...fromHost, tradeTicket(deps));
  router.get(routes.watch, readableRefusals, watchSession(deps, watchers, polling));

  // 3 callback
  router.get(routes.callback, refusalsAsPages, callback(deps, watchers));

  // 4 grant
  router.post(routes.createGrant, key('grants:write'), createGrant(deps));
  router.post(routes.listGrants, key('grants:read'), listGrants(deps));
  router.post(routes.grantsHealth, key('grants:read'), grantsHealth(deps, check));
  router.get(routes.grant, key('grants:read'), readGrant(deps));
  router.get(routes.grantHealth, key('grants:read'), grantHealth(deps, check));
  router.get(routes.grantRefreshes, key('grants:read'), grantRefreshes(deps));
  router.post(routes.confirmGrant, key('grants:write'), confirmGrant(deps));
  router.post(routes.revokeGrant, key('grants:write'), revokeGrant(deps, revocations));

  // 4, seen by the person
  router.options([routes.walletGrants, routes.walletGrant, routes.walletRevoke], preflight);
  router.options([routes.walletActivity, routes.walletRefreshes], preflight);
  router.get(routes.walletGrants, readableRefusals, walletGrants(deps));
  router.get(routes.walletGrant, readableRefusals, readWalletGrant(deps));
  router.get(routes.walletActivity, readableRefusals, walletActivity(deps));
  router.get(routes.walletRefreshes, readableRefusals, walletRefreshes(deps));
  router.post(routes.walletRevoke, ...fromHost, walletRevoke(deps, revocations));

  // 5 request
  router.post(routes.request, call, calls.request);
  router.post(routes.proxy, call, calls.proxy);

  // files and operations
  router.get('/assets/hosted/:file', hostedAsset(files));
  router.get(['/elements/:file', '/elements/:folder/:file'], elementAsset(files));
  router.get(routes.providerLogo, providerLogo(deps));
  router.get(routes.openapi, openapiDocument(deps));
  router.get(routes.reference, referencePage(reference));
  router.get(routes.referenceSheet, referenceStyle(reference));
  router.get(routes.health, healthy);
  router.get(routes.ready, ready(deps, drain));

  // What still arrives here are connections that ended early; `problem` has answered everything else.
  app.on('error', (cause: unknown) => deps.log.debug({ err: cause }, 'a connection ended early'));
  app.use(requestId(deps));
  app.use(securityHeaders);
  app.use(problem);
  app.use(drain.step);
  app.use(router.routes());
  return app;
}
