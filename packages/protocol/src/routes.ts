/** Every path of the service, once. Published paths are those of `wire.md`; ours stand beside them. */
export const routes = {
  // key holders: apps, agents
  createSession: '/sdk/oauth/connect/session',
  pollSession: '/sdk/oauth/connect/session/poll',
  listGrants: '/sdk/grants/list',
  createGrant: '/sdk/oauth/grants',
  grant: '/sdk/grants/:grant_id',
  grantHealth: '/sdk/grants/:grant_id/health',
  grantsHealth: '/sdk/grants/health',
  grantRefreshes: '/sdk/grants/:grant_id/refreshes',
  confirmGrant: '/sdk/grants/:grant_id/confirm',
  revokeGrant: '/sdk/oauth/grants/:grant_id/revoke',
  proxy: '/sdk/proxy',
  request: '/request',
  createWalletSession: '/sdk/wallet/session',
  providerCatalog: '/sdk/oauth/provider-catalog',
  providerCatalogEntry: '/sdk/oauth/provider-catalog/:provider_id',
  // the browser, on the vault's own origin
  connectPage: '/sdk/oauth/connect',
  connectOpen: '/sdk/oauth/connect/open',
  connectResume: '/sdk/oauth/connect/resume',
  connectFlow: '/sdk/oauth/connect/flow',
  connectStart: '/sdk/oauth/connect/start/:state',
  connectDone: '/sdk/oauth/connect/done',
  callback: '/oauth/callback/:provider',
  // the host page, from its own origin
  watchTicket: '/sdk/oauth/connect/ticket',
  watch: '/sdk/oauth/connect/watch',
  walletGrants: '/wallet/grants',
  walletGrant: '/wallet/grants/:grant_id',
  walletActivity: '/wallet/grants/:grant_id/activity',
  walletRefreshes: '/wallet/grants/:grant_id/refreshes',
  walletRevoke: '/wallet/grants/:grant_id/revoke',
  // static and operational
  connectElement: '/elements/alter-connect.js',
  walletElement: '/elements/alter-wallet.js',
  providerLogo: '/assets/providers/:provider_id.svg',
  openapi: '/openapi.json',
  reference: '/reference',
  referenceSheet: '/assets/reference.css',
  health: '/healthz',
  ready: '/readyz',
} as const;

export type RouteName = keyof typeof routes;

/** Fills a route's `:name` parts. @throws RangeError when a part has no value. */
export function path(route: string, values: Record<string, string>): string {
  return route.replace(/:([a-z_]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for :${name} of ${route}`);
    return encodeURIComponent(value);
  });
}
