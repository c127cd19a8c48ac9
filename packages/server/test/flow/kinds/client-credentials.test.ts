/** Client credentials (RFC 6749 §4.4) at a real authorization server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredKinds, startKindsProvider, type KindsProvider } from '../../../../../test/e2e/kinds-provider.ts';
import { startLine, type Line } from '../../../../../test/harness/line.ts';
import { replace, restore } from '../replace.ts';
import { systemClock } from '../../../src/lib/clock.ts';

let provider: KindsProvider;
let line: Line;
/** Milliseconds by which the vault's time is ahead. */
let ahead = 0;

beforeAll(async () => {
  provider = await startKindsProvider();
  line = await startLine({
    catalog: { lantern: declaredKinds(provider, ['client_credentials']) },
    clock: { ...systemClock, now: () => systemClock.now() + ahead },
  });
});
afterAll(async () => {
  await line.close();
  await provider.close();
});

const create = async (more: object = {}) => {
  const answer = await line.post('/sdk/oauth/grants', { provider_id: 'lantern', scopes: ['read'], ...more });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const call = (grantId: unknown) =>
  line.post('/request', { method: 'GET', url: `${provider.issuer}/api/me`, grant_id: grantId });

describe('a grant of the app itself', () => {
  it('is made by the back end without a person, belongs to the system, and calls', async () => {
    const { status, body } = await create();
    expect([status, body]).toMatchObject([
      201,
      {
        provider_id: 'lantern',
        principal_type: 'system',
        app_user_id: null,
        flow_kind: 'client_credentials',
        scopes: ['read'],
        scope_mismatch: false,
        status: 'active',
        operation: 'creation',
      },
    ]);
    expect((await call(body['grant_id'])).status).toBe(200);
    const [row] = await line.rows('audit', { event: 'grant.created' });
    expect(row).toMatchObject({ grant_id: body['grant_id'], detail: { flow_kind: 'client_credentials' } });
  });

  it('is the same grant when it is asked for again, and another one under another label', async () => {
    const [first, again, other] = [await create(), await create(), await create({ label: 'reports' })];
    expect([again.status, again.body['operation']]).toEqual([200, 'reauth']);
    expect(again.body['grant_id']).toBe(first.body['grant_id']);
    expect([other.status, other.body['operation']]).toEqual([201, 'creation']);
    expect(other.body['grant_id']).not.toBe(first.body['grant_id']);
  });

  it('gets a new token from the provider when the old one is stale: one call, however many callers', async () => {
    const { body } = await create({ label: 'stale' });
    const before = provider.given.length;
    ahead += 3_600_001;
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(body['grant_id'])));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(provider.given.slice(before)).toEqual(['client_credentials']);
  });

  it('gets a new token when the provider answers 401 to the old one', async () => {
    const { body } = await create({ label: 'ended' });
    provider.forget();
    expect((await call(body['grant_id'])).status).toBe(200);
  });
});

describe('what is refused, before anything is stored', () => {
  it('is what the provider refuses, and that the client asked is on record', async () => {
    replace(line.running.deps.egress, 'fetch', () =>
      Promise.resolve(Response.json({ error: 'invalid_scope', error_description: 'no' }, { status: 400 })),
    );
    const { status, body } = await create({ label: 'refused' });
    restore();
    expect([status, body]).toMatchObject([502, { error: 'provider_refused', provider_error: 'invalid_scope' }]);
    expect(await line.rows('audit', { event: 'connect.failed' })).toMatchObject([
      {
        provider_id: 'lantern',
        request_id: body['request_id'],
        key_id: expect.any(String),
        decision: 'provider_refused',
        detail: { flow_kind: 'client_credentials', provider_says: 'invalid_scope: no' },
      },
    ]);
  });

  it('is a scope outside the config', async () => {
    expect(await create({ scopes: ['admin'] })).toMatchObject({ status: 400, body: { error: 'scope_not_allowed' } });
  });

  it('is a provider that asks a person, and for this one a connect session', async () => {
    expect(await create({ provider_id: 'meadow', scopes: [] })).toMatchObject({
      status: 400,
      body: { error: 'flow_kind_not_supported', flow_kinds: ['authorization_code'] },
    });
    const session = await line.post('/sdk/oauth/connect/session', { allowed_providers: ['lantern'] });
    expect([session.status, await session.json()]).toMatchObject([400, { error: 'flow_kind_not_supported' }]);
  });

  it('leaves such a provider out of a session for all', async () => {
    const session = await line.post('/sdk/oauth/connect/session', {});
    expect([session.status, await session.json()]).toMatchObject([201, { single_provider: true }]);
  });

  it('is a person as the owner: the token is not theirs', async () => {
    expect(await create({ user: { reference: 'user-1' } })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
});
