/**
 * Every entry of the catalog, its whole life through the service, against a vendor made from the entry. A new entry needs
 * no new test. The other kinds of flow have files of their own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { errorOf, isIdentified, Life, wantedRevocation } from './life.ts';

const byCode = entries.filter(({ flowKinds }) => flowKinds.includes('authorization_code'));

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine(byCode, { kind: 'authorization_code' });
  life = new Life(line);
}, 120_000);
afterAll(() => line.close());

describe.each(byCode.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  let grantId: string;

  test('is authorized as the vendor wants it, and the grant says whose account it is', async () => {
    const { view, grant } = await life.connected(id);
    expect(view.result?.type, JSON.stringify(view)).toBe('alter_connect_success');
    grantId = grant?.grant_id ?? '';
    if (isIdentified(entry)) expect(grant?.account_identifier).toMatch(/\S/);
    expect(await life.outcomes(id, 'authorize', 'token')).toEqual(['agreed', 'granted']);
  });

  test('its credential works, and is where this vendor wants it', async () => {
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
  });

  test('a check before a job says that a call would work', async () => {
    const outcome = entry.verify ? 'ok' : 'not_possible';
    expect(await life.checked(grantId)).toMatchObject({ usable: true, verified: { outcome } });
  });

  test('the same person again is the same grant', async () => {
    const { grant } = await life.connected(id);
    expect(grant).toMatchObject({ operation: isIdentified(entry) ? 'reauth' : 'creation' });
    if (isIdentified(entry)) expect(grant?.grant_id).toBe(grantId);
    grantId = grant?.grant_id ?? '';
  });

  if (entry.refresh.rotation !== 'none') {
    test('is refreshed as this vendor does it, each time with the token of the time before', async () => {
      await life.isRefreshed(id, entry, grantId);
    });
  }

  if (entry.refresh.rotation !== 'none' && entry.refresh.swap?.client !== 'none') {
    test('a client that is refused at a refresh is the operator’s mistake: the grant waits, and works again', async () => {
      await life.outlastsRefusedClient(id, grantId);
    });
  }

  if (entry.refresh.rotation !== 'none') {
    test('a dead refresh token is sent once and ends the grant, until the person connects again', async () => {
      await life.endsWithItsToken(id, entry, grantId);
      const { grant } = await life.connected(id);
      if (isIdentified(entry)) expect(grant).toMatchObject({ grant_id: grantId, operation: 'reauth' });
      grantId = grant?.grant_id ?? '';
      expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
    });
  }

  test('keeps its own endpoints out of reach of a caller', async () => {
    const { endpoints } = life.tenant(id).behaviour;
    const page = entry.authorize.fragment === undefined ? endpoints.authorize : entry.endpoints.authorize;
    await life.isClosed(grantId, [page, endpoints.token, endpoints.revoke]);
  });

  if (entry.token.clientAuth !== 'none') {
    test('a wrong client secret is the operator’s mistake, not the person’s', async () => {
      const tenant = life.tenant(id);
      const { secret } = tenant.behaviour.client;
      await tenant.set({ client: { secret: 'another-secret-since-then' } });
      const { view } = await life.connected(id);
      await tenant.set({ client: { secret } });
      // Where the vendor signs its callback with that secret, not even the callback is believed.
      expect(errorOf(view), JSON.stringify(view)).toBe(
        entry.hooks.callbackGenuine ? 'token_exchange_failed' : 'invalid_client',
      );
    });
  }

  test('a callback of another authorization server is refused before anything is sent', async () => {
    const tenant = life.tenant(id);
    const { callback } = tenant.behaviour.authorize;
    const before = await life.outcomes(id, 'token');
    await tenant.set({ authorize: { iss: false, callback: { ...callback, iss: 'https://attacker.example' } } });
    const { view } = await life.connected(id);
    await tenant.set({ authorize: { iss: entry.authorize.issParameter === true, callback } });
    expect(errorOf(view)).toBe('issuer_mismatch');
    expect(await life.outcomes(id, 'token')).toEqual(before);
  });

  test('is revoked here and, where the vendor has a way, there', async () => {
    await life.isRevoked(id, grantId, wantedRevocation(entry));
  });

  if (entry.verify) {
    test('a check finds out that the person removed the app at the vendor', async () => {
      const { grant } = await life.connected(id);
      await life.tenant(id).end();
      expect(await life.checked(grant?.grant_id ?? '')).toMatchObject({
        usable: false,
        verified: { outcome: 'refused' },
      });
    });
  }

  test('says that it was not run against the real provider', () => {
    expect(entry.verified).toBe(false);
  });
});

test('no token and no secret is in what was logged', () => {
  life.isSilent(byCode);
});
