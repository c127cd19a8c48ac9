/** `node packages/wallet/shots/wallet.shots.ts`: every state of `<alter-wallet>`, light and dark, at two widths. */
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../../../tools/browser.ts';
import {
  ago,
  sampleActivities,
  sampleActivity,
  sampleGrant,
  sampleGrants,
  sampleRefresh,
  sampleRefreshes,
} from '../test/samples.ts';
import { WalletApi } from '../test/wallet-api.ts';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>['newPage']>>;

const here = fileURLToPath(new URL('..', import.meta.url));
const folder = process.env['ALTER_SHOTS_FOLDER'] ?? join(here, '../../artifacts/shots');
const only = process.argv.slice(2);

interface Shot {
  name: string;
  api: () => WalletApi;
  lang?: string;
  dir?: 'rtl';
  act?: (page: Page) => Promise<void>;
  /** Keeps this unanswered. */
  hang?: 'grants' | 'refreshes';
}

const withActivity = (api: WalletApi): WalletApi => {
  api.activity.set(sampleGrant(0).grant_id, sampleActivities());
  api.refreshes.set(sampleGrant(0).grant_id, [sampleRefresh(0), sampleRefresh(1)]);
  return api;
};
const few = (): WalletApi => {
  const removed = { status: 'revoked', revoked_at: ago(30), revocation: 'confirmed' } as const;
  return withActivity(
    new WalletApi([
      sampleGrant(0, { account_display_name: 'Alice' }),
      sampleGrant(1, { status: 'needs_reauth' }),
      sampleGrant(2),
      sampleGrant(3, { status: 'expired', expires_at: ago(50) }),
      sampleGrant(4, removed),
    ]),
  );
};
/** Everything that can become of a renewal; little activity, so that it is in sight. */
const renewing = (): WalletApi => {
  const api = new WalletApi([sampleGrant(0, { status: 'needs_reauth' })]);
  api.activity.set(sampleGrant(0).grant_id, [sampleActivity(0)]);
  api.refreshes.set(sampleGrant(0).grant_id, sampleRefreshes());
  return api;
};
/** Access that nothing renews, as many hours after its end; without an end for null. */
const lasting = (hours: number | null) => (): WalletApi => {
  const token_expires_at = hours === null ? null : ago(hours);
  const api = new WalletApi([sampleGrant(0, { refreshable: false, token_expires_at })]);
  api.activity.set(sampleGrant(0).grant_id, [sampleActivity(0)]);
  return api;
};
const ended = (): WalletApi => {
  const api = lasting(20)();
  api.grants = api.grants.map((grant) => ({ ...grant, status: 'needs_reauth' }));
  const over = { outcome: 'ended', error: 'no_refresh_token', calls: 0 } as const;
  api.refreshes.set(sampleGrant(0).grant_id, [sampleRefresh(0, over)]);
  return api;
};
const revoking = (first: WalletApi['revocation'], later: WalletApi['revocation']) => (): WalletApi =>
  Object.assign(few(), { revocation: first, later });

const open = (n: number) => (page: Page) => page.locator('alter-wallet .row').nth(n).click();
const ask = async (page: Page): Promise<void> => {
  await open(0)(page);
  await page.locator('alter-wallet .revoke .button').click();
};
const revoke = async (page: Page): Promise<void> => {
  await ask(page);
  await page.locator('alter-wallet dialog .danger').click();
  await page.waitForTimeout(900);
};
const troubled =
  (kind: 'list' | 'revoke' | 'activity' | 'refreshes', trouble: Parameters<WalletApi['troubles']['set']>[1]) => () => {
    const api = few();
    api.troubles.set(kind, trouble);
    return api;
  };

const shots: Shot[] = [
  { name: 'list', api: few },
  {
    name: 'revoke-accent',
    api: () =>
      Object.assign(revoking('confirmed', 'confirmed')(), { app: { name: 'Acme', logo_url: null, accent: '#ffb400' } }),
    act: revoke,
  },
  { name: 'list-filter', api: () => Object.assign(new WalletApi(sampleGrants(60)), { pageSize: 10 }) },
  {
    name: 'list-filtered',
    api: () => new WalletApi(sampleGrants(30)),
    act: (page) => page.locator('alter-wallet input').fill('slack team'),
  },
  {
    name: 'list-no-match',
    api: () => new WalletApi(sampleGrants(30)),
    act: (page) => page.locator('alter-wallet input').fill('fax'),
  },
  { name: 'empty', api: () => new WalletApi([]) },
  { name: 'loading', api: few, hang: 'grants' },
  { name: 'failed', api: troubled('list', 'cut') },
  { name: 'failed-service', api: troubled('list', { status: 500, error: 'internal_error' }) },
  { name: 'connection', api: few, act: open(0) },
  {
    name: 'connection-details',
    api: few,
    act: async (page) => {
      await open(0)(page);
      await page.locator('alter-wallet .exact summary').click();
      await page.locator('alter-wallet .event summary').first().click();
    },
  },
  { name: 'connection-sign-in', api: few, act: open(1) },
  {
    name: 'connection-stopped',
    api: () => {
      const api = new WalletApi([sampleGrant(0, { status: 'error' })]);
      const bare = { method: null, host: null, path: null, status: null };
      const events = ['grant.error', 'grant.recovered', 'grant.error'] as const;
      api.activity.set(
        sampleGrant(0).grant_id,
        events.map((event, n) => sampleActivity(n, { event, ...bare })),
      );
      return api;
    },
    act: open(0),
  },
  { name: 'connection-renewals', api: renewing, act: open(0) },
  {
    name: 'connection-renewals-details',
    api: renewing,
    act: async (page) => {
      await open(0)(page);
      await page.locator('alter-wallet .renewals + .foot .button').click();
      await page.locator('alter-wallet .renewals summary').nth(0).click();
      await page.locator('alter-wallet .renewals summary').nth(1).click();
    },
  },
  { name: 'connection-renewals-loading', api: renewing, act: open(0), hang: 'refreshes' },
  {
    name: 'connection-renewals-failed',
    api: troubled('refreshes', { status: 503, error: 'store_unavailable' }),
    act: open(0),
  },
  { name: 'connection-renewals-ja', api: renewing, lang: 'ja', act: open(0) },
  { name: 'connection-renewals-rtl', api: renewing, dir: 'rtl', act: open(0) },
  { name: 'connection-not-renewed', api: lasting(-24 * 30), act: open(0) },
  { name: 'connection-not-renewed-ends-today', api: lasting(-2.5), act: open(0) },
  { name: 'connection-not-renewed-ended', api: ended, act: open(0) },
  { name: 'connection-nothing-to-renew', api: lasting(null), act: open(0) },
  ...['de', 'fr', 'es', 'ja'].flatMap((lang): Shot[] => [
    { name: `connection-not-renewed-${lang}`, api: lasting(-24 * 30), lang, act: open(0) },
    { name: `connection-nothing-to-renew-${lang}`, api: lasting(null), lang, act: open(0) },
  ]),
  { name: 'connection-removed', api: few, act: open(4) },
  {
    name: 'connection-activity-failed',
    api: troubled('activity', { status: 503, error: 'store_unavailable' }),
    act: open(0),
  },
  {
    name: 'connection-busy',
    api: () => {
      const api = new WalletApi(sampleGrants(3));
      api.activity.set(
        sampleGrant(0).grant_id,
        Array.from({ length: 60 }, (_, n) => sampleActivity(n)),
      );
      return api;
    },
    act: open(0),
  },
  { name: 'revoke', api: few, act: ask },
  { name: 'revoke-queued', api: revoking('queued', 'queued'), act: revoke },
  { name: 'revoke-confirmed', api: revoking('confirmed', 'confirmed'), act: revoke },
  { name: 'revoke-failed', api: revoking('failed', 'failed'), act: revoke },
  { name: 'revoke-not-called', api: revoking('not_called', 'not_called'), act: revoke },
  { name: 'revoke-no-endpoint', api: revoking('no_endpoint', 'no_endpoint'), act: revoke },
  { name: 'revoke-error', api: troubled('revoke', { status: 502, error: 'internal_error' }), act: revoke },
  { name: 'list-de', api: few, lang: 'de' },
  { name: 'connection-fr', api: few, lang: 'fr', act: open(0) },
  { name: 'list-ja', api: few, lang: 'ja' },
  { name: 'connection-rtl', api: few, dir: 'rtl', act: open(0) },
];

let shot = shots[0]!;
let api = shot.api();

const page = (): string => `<!doctype html><html lang="${shot.lang ?? 'en'}" dir="${shot.dir ?? 'ltr'}">
<meta name="viewport" content="width=device-width"><title>Acme</title><link rel="stylesheet" href="/page.css">
<script type="module" src="/dist/alter-wallet.js"></script>
<main><alter-wallet session-url="/wallet-session"></alter-wallet></main>`;
const pageCss = `:root{color-scheme:light dark}body{margin:0;padding:clamp(12px,4vw,48px);background:light-dark(#f6f7f9,#0e1013)}
main{max-width:880px;margin:auto}`;
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const send = (type: string, body: string | Buffer): void => {
    response.writeHead(200, { 'content-type': type, 'content-security-policy': csp });
    response.end(body);
  };
  if (pathname === '/') return send('text/html', page());
  if (pathname === '/page.css') return send('text/css', pageCss);
  if (pathname.startsWith('/dist/')) return send('text/javascript', readFileSync(join(here, normalize(pathname))));
  if (shot.hang && pathname.endsWith(`/${shot.hang}`)) return undefined;
  const answer = api.answer(request.method ?? 'GET', request.url ?? '/', request.headers.authorization ?? null);
  if (!answer) return void request.socket.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
let complaints = 0;
try {
  for (shot of shots.filter(({ name }) => only.length === 0 || only.includes(name))) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) await take(colorScheme, width);
    }
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
process.exitCode = complaints === 0 ? 0 : 1;

async function take(colorScheme: 'light' | 'dark', width: number): Promise<void> {
  api = shot.api();
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, deviceScaleFactor: 1 });
  const tab = await context.newPage();
  tab.on('console', (message) => {
    if (!/Content Security Policy/.test(message.text())) return;
    complaints += 1;
    console.error(`${shot.name}: ${message.text()}`);
  });
  await tab.goto(origin);
  await tab
    .locator(shot.hang === 'grants' ? 'alter-wallet .skeleton' : 'alter-wallet h2:not(.sr)')
    .first()
    .waitFor();
  await shot.act?.(tab);
  await tab.waitForTimeout(450);
  const fullPage = (await tab.locator('alter-wallet dialog[open]').count()) === 0;
  await tab.screenshot({ path: join(folder, `wallet-${shot.name}-${colorScheme}-${width}.png`), fullPage });
  await context.close();
}
