/**
 * Every entry that offers it, its life by OAuth 1.0a: `life-by-code.test.ts`. The emulator computes each signature from the
 * text of RFC 5849, apart from the service's own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { errorOf, Life } from './life.ts';

const byOAuth1 = entries.filter(({ flowKinds }) => flowKinds.includes('oauth1'));

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine(byOAuth1, { kind: 'oauth1' });
  life = new Life(line);
}, 120_000);
afterAll(() => line.close());

describe.each(byOAuth1.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  let grantId: string;

  test('is authorized by temporary credentials, and a signed call says whose account it is', async () => {
    const { view, grant } = await life.connected(id);
    expect(view.result?.type, JSON.stringify(view)).toBe('alter_connect_success');
    grantId = grant?.grant_id ?? '';
    expect(grant?.account_identifier).toMatch(/\S/);
    expect(await life.outcomes(id, 'temporary', 'authorize1', 'token1', 'account')).toEqual([
      'granted',
      'agreed',
      'granted',
      'served',
    ]);
  });

  test('every call is signed with its query and its form, and a check before a job says that one would work', async () => {
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
    const form = {
      method: 'POST',
      query_params: { tag: "a b&c'" },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body_b64: Buffer.from('status=Hello+Ladies+%2B+Gentlemen%21&n=1').toString('base64'),
    };
    expect(await life.called(id, grantId, form)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await life.checked(grantId)).toMatchObject({ usable: true, verified: { outcome: 'ok' } });
  });

  test('the same person again is the same grant', async () => {
    const { grant } = await life.connected(id);
    expect(grant).toMatchObject({ grant_id: grantId, operation: 'reauth' });
  });

  test('is never refreshed: its tokens do not end', async () => {
    await life.expire(id).catch(() => undefined);
    expect(await life.refreshes(id)).toEqual([]);
  });

  test('keeps the endpoints of both protocols out of reach of a caller', async () => {
    const { endpoints } = life.tenant(id).behaviour;
    const { authorize, token, revoke } = entry.endpoints;
    const own = [endpoints.temporary, endpoints.authorize1, endpoints.token1];
    await life.isClosed(grantId, [...own, authorize, token, revoke?.url]);
  });

  test('a wrong client secret is the operator’s mistake, not the person’s', async () => {
    const tenant = life.tenant(id);
    const { secret } = tenant.behaviour.client;
    await tenant.set({ client: { secret: 'another-secret-since-then' } });
    const { view } = await life.connected(id);
    await tenant.set({ client: { secret } });
    expect(errorOf(view), JSON.stringify(view)).toMatch(/^(invalid_client|provider_error)$/);
  });

  test('a check finds out that the person removed the app at the vendor', async () => {
    await life.tenant(id).end();
    expect(await life.checked(grantId)).toMatchObject({ usable: false, verified: { outcome: 'refused' } });
  });

  test('is revoked here, and says that the provider has no endpoint for it', async () => {
    await life.isRevoked(id, grantId, 'no_endpoint');
  });
});

test('no token and no secret is in what was logged', () => {
  life.isSilent(byOAuth1);
});
