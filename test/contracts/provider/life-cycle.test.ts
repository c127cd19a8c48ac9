/**
 * Every entry of the catalog, its whole life through the service, against a vendor made from the entry. A new entry needs
 * no new test.
 */
import { routes, type ConnectView } from '@alter/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import type { Provider } from '../../../packages/server/src/providers/provider.ts';
import { minutes } from '../../harness/clock.ts';
import type { LogEntry } from '../../provider/emulator/log.ts';
import { past, startCatalogLine, type CatalogLine } from './catalog-line.ts';

let line: CatalogLine;
beforeAll(async () => {
  line = await startCatalogLine(entries);
}, 120_000);
afterAll(() => line.close());

/** Those whose grants come by a code; the other kinds have lives of their own. */
const byCode = entries.filter(({ flowKinds }) => flowKinds[0] === 'authorization_code');

describe.each(byCode.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  let grantId: string;

  test('is authorized as the vendor wants it, and the grant says whose account it is', async () => {
    const { view, grant } = await connected(id);
    expect(view.result?.type, JSON.stringify(view)).toBe('alter_connect_success');
    grantId = grant?.grant_id ?? '';
    if (isIdentified(entry)) expect(grant?.account_identifier).toMatch(/\S/);
    expect(outcomes(await logOf(id), 'authorize', 'token')).toEqual(['agreed', 'granted']);
  });

  test('its credential works, and is where this vendor wants it', async () => {
    expect(await called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
  });

  test('a check before a job says that a call would work', async () => {
    const outcome = entry.verify ? 'ok' : 'not_possible';
    expect(await checked(grantId)).toMatchObject({ usable: true, verified: { outcome } });
  });

  test('the same person again is the same grant', async () => {
    const { grant } = await connected(id);
    expect(grant).toMatchObject({ operation: isIdentified(entry) ? 'reauth' : 'creation' });
    if (isIdentified(entry)) expect(grant?.grant_id).toBe(grantId);
    grantId = grant?.grant_id ?? '';
  });

  if (isRefreshed(entry)) {
    test('is refreshed as this vendor does it, each time with the token of the time before', async () => {
      for (const turn of [1, 2]) {
        await expire(id);
        const seen = await refreshes(id);
        expect(await called(id, grantId), `turn ${String(turn)}`).toMatchObject({ status: 200, body: { ok: true } });
        const way = entry.refresh.rotation === 'static' || entry.refresh.swap ? 'refreshed' : 'rotated';
        // A token that still lives is renewed beside a call, and the call after that may still meet the renewal.
        const since = async () => {
          await called(id, grantId);
          return (await refreshes(id)).slice(seen.length).map(({ outcome }) => outcome);
        };
        await expect.poll(since).toEqual([way]);
      }
      if (entry.refresh.rotation === 'single-use') expect(await line.vendor(id).tenant.sentAgain()).toEqual([]);
    });
  }

  test('keeps its own endpoints out of reach of a caller', async () => {
    const { endpoints } = line.vendor(id).tenant.behaviour;
    const page = entry.authorize.fragment === undefined ? endpoints.authorize : entry.endpoints.authorize;
    for (const url of [page, endpoints.token, endpoints.revoke]) {
      if (url === undefined) continue;
      const answer = await line.post('/request', {
        method: 'POST',
        url: url.replace('{token}', 'x'),
        grant_id: grantId,
      });
      expect(answer.headers.get('x-alter-outcome')).toBe('alter');
      expect(await answer.json()).toMatchObject({ error: 'blocked_destination' });
    }
  });

  if (entry.token.clientAuth !== 'none') {
    test('a wrong client secret is the operator’s mistake, not the person’s', async () => {
      const { tenant } = line.vendor(id);
      const { secret } = tenant.behaviour.client;
      await tenant.set({ client: { secret: 'another-secret-since-then' } });
      const { view } = await connected(id);
      await tenant.set({ client: { secret } });
      // Where the vendor signs its callback with that secret, not even the callback is believed.
      expect(errorOf(view), JSON.stringify(view)).toBe(
        entry.hooks.callbackGenuine ? 'token_exchange_failed' : 'invalid_client',
      );
    });
  }

  test('a callback of another authorization server is refused before anything is sent', async () => {
    const { tenant } = line.vendor(id);
    const { callback } = tenant.behaviour.authorize;
    const before = outcomes(await logOf(id), 'token');
    await tenant.set({ authorize: { iss: false, callback: { ...callback, iss: 'https://attacker.example' } } });
    const { view } = await connected(id);
    await tenant.set({ authorize: { iss: entry.authorize.issParameter === true, callback } });
    expect(errorOf(view)).toBe('issuer_mismatch');
    expect(outcomes(await logOf(id), 'token')).toEqual(before);
  });

  test('is revoked here and, where the vendor has a way, there', async () => {
    const { tenant } = line.vendor(id);
    const answer = await line.post(routes.revokeGrant.replace(':grant_id', grantId), {});
    const told = (await answer.json()) as { revocation?: string };
    expect(answer.status, JSON.stringify(told)).toBe(200);
    const wanted = wantedRevocation(entry);
    // The answer waits for the vendor only so long.
    expect([wanted, ...(wanted === 'confirmed' ? ['queued'] : [])]).toContain(told.revocation);
    const isLive = async () => (await tenant.grants()).at(-1)?.live;
    if (wanted === 'confirmed') await expect.poll(isLive, { timeout: 20_000 }).toBe(false);
    const before = (await tenant.log()).length;
    expect((await line.post('/request', { method: 'GET', url: apiUrl(id), grant_id: grantId })).ok).toBe(false);
    expect((await tenant.log()).length).toBe(before);
  });

  if (entry.verify) {
    test('a check finds out that the person removed the app at the vendor', async () => {
      const { grant } = await connected(id);
      await line.vendor(id).tenant.end();
      expect(await checked(grant?.grant_id ?? '')).toMatchObject({ usable: false, verified: { outcome: 'refused' } });
    });
  }

  test('says that it was not run against the real provider', () => {
    expect(entry.verified).toBe(false);
  });
});

test('no token and no client secret is in what was logged', async () => {
  const text = line.logs.join('');
  expect(text).not.toMatch(/(access|refresh|code)-[a-z0-9-]+-\d+-\d+\.\d+-/);
  for (const { id } of byCode) {
    const { secret } = line.vendor(id).tenant.behaviour.client;
    if (secret !== null) expect(text).not.toContain(secret);
  }
});

interface Told {
  grant_id: string;
  operation: string;
  account_identifier?: string;
}

async function connected(id: string) {
  const view = await line.connect(id);
  const grants = view.result?.type === 'alter_connect_success' ? (view.result.grants as unknown as Told[]) : [];
  return { view, grant: grants[0] };
}

/** Of a flow that failed, whether or not the session goes on. */
const errorOf = ({ last, result }: ConnectView): string | null =>
  last?.error ?? (result?.type === 'alter_connect_error' ? result.error : null);

const checked = async (grantId: string): Promise<unknown> =>
  (await line.get(`${routes.grantHealth.replace(':grant_id', grantId)}?verify=true`)).json();

const logOf = (id: string): Promise<LogEntry[]> => line.vendor(id).tenant.log();

const outcomes = (log: readonly LogEntry[], ...endpoints: string[]): (string | null)[] =>
  log.filter(({ endpoint }) => endpoints.includes(endpoint)).map(({ outcome }) => outcome);

/** A standard refresh, or a trade of one access token for the next. */
const refreshes = async (id: string): Promise<LogEntry[]> =>
  (await logOf(id)).filter(
    ({ grantType, endpoint }) => grantType === 'refresh_token' || endpoint === 'renew' || endpoint === 'swap',
  );

const apiUrl = (id: string): string => `https://${line.vendor(id).facts.apiHost}/what/the/app/calls`;

async function called(id: string, grantId: string): Promise<{ status: number; body: unknown }> {
  const answer = await line.post('/request', { method: 'GET', url: apiUrl(id), grant_id: grantId });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}

/** The vendor's access tokens die; by the clock, where the vendor says how long they live, else at the next 401. */
async function expire(id: string): Promise<void> {
  const { tenant } = line.vendor(id);
  // A swap trades a token that lives.
  if (!tenant.behaviour.renew) await tenant.expire();
  const seconds = tenant.behaviour.access.seconds ?? 0;
  line.clock.advance(tenant.behaviour.renew ? past(seconds) - minutes(4) : past(seconds));
}

const isIdentified = ({ account, accountInToken, authorize, hooks }: Provider): boolean =>
  account !== null || accountInToken !== null || authorize.oidc || hooks.identity !== undefined;

const isRefreshed = ({ refresh }: Provider): boolean => refresh.rotation !== 'none';

function wantedRevocation(entry: Provider): string {
  if (!entry.endpoints.revoke) return 'no_endpoint';
  return entry.endpoints.revoke.scope === 'client_user' && !isIdentified(entry) ? 'not_called' : 'confirmed';
}
