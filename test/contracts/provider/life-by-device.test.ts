/** Every entry that offers it, its life by a code that a person enters on any device: `life-by-code.test.ts`. RFC 8628 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { errorOf, isIdentified, Life, wantedRevocation } from './life.ts';

const byDevice = entries.filter(({ flowKinds }) => flowKinds.includes('device_code'));

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine(byDevice, { kind: 'device_code' });
  life = new Life(line);
}, 120_000);
afterAll(() => line.close());

describe.each(byDevice.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  let grantId: string;

  test('is connected by the code that the person enters, and the grant says whose account it is', async () => {
    const { view, grant } = await life.connected(id);
    expect(view.result?.type, JSON.stringify(view)).toBe('alter_connect_success');
    grantId = grant?.grant_id ?? '';
    if (isIdentified(entry)) expect(grant?.account_identifier).toMatch(/\S/);
    expect(await life.outcomes(id, 'device', 'verification', 'token')).toEqual(['granted', 'agreed', 'granted']);
  });

  test('its credential works, and a check before a job says so', async () => {
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await life.checked(grantId)).toMatchObject({
      usable: true,
      verified: { outcome: entry.verify ? 'ok' : 'not_possible' },
    });
  });

  test('the same person again is the same grant', async () => {
    const { grant } = await life.connected(id);
    expect(grant).toMatchObject({ grant_id: grantId, operation: 'reauth' });
  });

  test('is refreshed as this vendor does it, each time with the token of the time before', async () => {
    await life.isRefreshed(id, entry, grantId);
  });

  test('a client that is refused at a refresh is the operator’s mistake: the grant waits, and works again', async () => {
    await life.outlastsRefusedClient(id, grantId);
  });

  test('a dead refresh token is sent once and ends the grant, until the person connects again', async () => {
    await life.endsWithItsToken(id, entry, grantId);
    const { grant } = await life.connected(id);
    expect(grant).toMatchObject({ grant_id: grantId, operation: 'reauth' });
    expect(await life.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
  });

  test('keeps its own endpoints out of reach of a caller', async () => {
    const { endpoints } = life.tenant(id).behaviour;
    await life.isClosed(grantId, [endpoints.device, endpoints.authorize, endpoints.token, endpoints.revoke]);
  });

  test('a client that the vendor does not know is the operator’s mistake, not the person’s', async () => {
    const tenant = life.tenant(id);
    const { client } = tenant.behaviour;
    await tenant.set({ client: { id: `${client.id}-of-before`, secret: 'another-secret-since-then' } });
    const { view } = await life.connected(id);
    await tenant.set({ client: { id: client.id, secret: client.secret } });
    expect(errorOf(view), JSON.stringify(view)).toBe('invalid_client');
  });

  test('is revoked here and, where the vendor has a way, there', async () => {
    await life.isRevoked(id, grantId, wantedRevocation(entry));
  });
});

test('no token and no secret is in what was logged', () => {
  life.isSilent(byDevice);
});
