/** Every entry that offers it, its life with the app's own account: `life-by-code.test.ts`. RFC 6749 §4.4 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { Life } from './life.ts';

const byClient = entries.filter(({ flowKinds }) => flowKinds.includes('client_credentials'));

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine(byClient, { kind: 'client_credentials' });
  life = new Life(line);
}, 120_000);
afterAll(() => line.close());

describe.each(byClient.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  let grantId: string;
  /** Of the token endpoint, all told. */
  const given = () => life.outcomes(id, 'token');

  test('gives the app a grant of its own, as this vendor wants to be asked', async () => {
    const { status, grant } = await life.created(id);
    expect([status, grant]).toMatchObject([201, { operation: 'creation', flow_kind: 'client_credentials' }]);
    grantId = grant.grant_id;
    expect(await given()).toEqual(['granted']);
  });

  test('its credential works, and is where this vendor wants it', async () => {
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
  });

  test('is not asked who it is: it speaks for nobody', async () => {
    expect(await life.checked(grantId)).toMatchObject({ usable: true, verified: { outcome: 'not_possible' } });
    expect(await life.outcomes(id, 'account', 'verify')).toEqual([]);
  });

  test('asked for again it is the same grant', async () => {
    expect(await life.created(id)).toMatchObject({ status: 200, grant: { grant_id: grantId, operation: 'reauth' } });
  });

  test('is renewed by asking again, and no refresh token is ever sent', async () => {
    await life.expire(id);
    const before = await given();
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await given()).toEqual([...before, 'granted']);
    expect(await life.refreshes(id)).toEqual([]);
  });

  test('a client that is refused when it asks again is the operator’s mistake: the grant waits, and works again', async () => {
    await life.outlastsRefusedClient(id, grantId);
  });

  test('keeps its own endpoints out of reach of a caller', async () => {
    const { endpoints } = life.tenant(id).behaviour;
    await life.isClosed(grantId, [endpoints.token, endpoints.revoke]);
  });

  test('a wrong client secret is refused with what it is, and leaves the grant alone', async () => {
    const tenant = life.tenant(id);
    const { secret } = tenant.behaviour.client;
    await tenant.set({ client: { secret: 'another-secret-since-then' } });
    const { grant } = await life.created(id);
    await tenant.set({ client: { secret } });
    expect(grant).toMatchObject({ error: 'provider_configuration_unavailable' });
    expect(await life.called(id, grantId)).toMatchObject({ status: 200 });
  });

  test('is revoked here and, where the vendor has a way, there', async () => {
    await life.isRevoked(id, grantId, entry.endpoints.revoke ? 'confirmed' : 'no_endpoint');
  });
});

test('no token and no secret is in what was logged', () => {
  life.isSilent(byClient);
});
