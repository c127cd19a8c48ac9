/** When a grant was last used, as the app and its person see it. */
import { afterEach, describe, expect, it } from 'vitest';
import { replace, restore } from '../../packages/server/test/flow/replace.ts';
import { StoreUnavailable } from '../../packages/server/src/stores/store.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
afterEach(async () => {
  restore();
  await line.close();
});

interface Shown {
  grant_id: string;
  last_used_at: string | null;
}

const read = async (grantId: string): Promise<Shown> =>
  (await fetch(`${line.vault}/sdk/grants/${grantId}`, { headers: { 'x-api-key': line.key } })).json() as Promise<Shown>;

const list = async (): Promise<Shown[]> =>
  ((await (await line.post('/sdk/grants/list', {})).json()) as { grants: Shown[] }).grants;

async function wallet(): Promise<(path: string, method?: string) => Promise<unknown>> {
  const body = { user: { reference: 'user-1' }, allowed_origin: 'http://localhost:1' };
  const { session_token } = (await (await line.post('/sdk/wallet/session', body)).json()) as { session_token: string };
  return async (path, method = 'GET') => {
    const headers = { authorization: `Bearer ${session_token}` };
    return (await fetch(`${line.vault}/wallet/grants${path}`, { method, headers })).json();
  };
}

const begun = async (grantId: string): Promise<number[]> =>
  (await line.rows('audit', { event: 'request.begun', grant_id: grantId })).map(({ at }) => Number(at));

describe('the last use of a grant', () => {
  it('is when its newest call began, shown at once to the app and to the person, everywhere the same', async () => {
    const clock = movableClock();
    line = await startLine({ clock });
    const { grantId } = await connectOverHttp(line, { login: 'alice' });
    const { grantId: unused } = await connectOverHttp(line, { login: 'bob' });
    expect((await read(grantId)).last_used_at).toBeNull();
    await call(line, grantId);
    clock.advance(minutes(2));
    await call(line, grantId);

    const last_used_at = new Date(Math.max(...(await begun(grantId)))).toISOString();
    const both = [
      { grant_id: unused, last_used_at: null },
      { grant_id: grantId, last_used_at },
    ];
    expect(await read(grantId)).toMatchObject({ last_used_at });
    expect(await list()).toMatchObject(both);
    const ask = await wallet();
    expect(await ask('')).toMatchObject({ grants: both });
    expect(await ask(`/${grantId}`)).toMatchObject({ last_used_at });
    expect(await ask(`/${grantId}/revoke`, 'POST')).toMatchObject({ status: 'revoked', last_used_at });
  });

  it('is no call that was refused, before a use or after it', async () => {
    const clock = movableClock();
    line = await startLine({ clock });
    const { grantId } = await connectOverHttp(line);
    const refused = () => call(line, grantId, { url: 'https://elsewhere.example/' });
    expect((await refused()).status).toBeGreaterThanOrEqual(400);
    expect((await read(grantId)).last_used_at).toBeNull();
    await call(line, grantId);
    const { last_used_at } = await read(grantId);
    clock.advance(minutes(1));
    await refused();
    await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect((await call(line, grantId)).status).toBeGreaterThanOrEqual(400);
    expect(last_used_at).not.toBeNull();
    expect(await read(grantId)).toMatchObject({ status: 'revoked', last_used_at });
  });

  it('is there after connecting again, and counts a health check that asked the provider', async () => {
    const clock = movableClock();
    line = await startLine({ clock });
    const { grantId } = await connectOverHttp(line);
    await call(line, grantId);
    const { last_used_at } = await read(grantId);
    expect(last_used_at).not.toBeNull();
    await connectOverHttp(line);
    expect(await read(grantId)).toMatchObject({ last_used_at });
    clock.advance(minutes(1));
    await fetch(`${line.vault}/sdk/grants/${grantId}/health?verify=true`, { headers: { 'x-api-key': line.key } });
    const [, verified] = await begun(grantId);
    expect(await read(grantId)).toMatchObject({ last_used_at: new Date(verified!).toISOString() });
  });
});

describe('a last use that cannot be read', () => {
  const unread = (): void =>
    replace(line.running.deps.store.audit, 'lastUses', () => Promise.reject(new StoreUnavailable('no answer')));

  /** What is done as soon as a verb of the store has changed a grant. */
  function after(verb: 'patch' | 'revoke', then: () => void): void {
    const { grants } = line.running.deps.store;
    const act = grants[verb] as (...given: unknown[]) => Promise<unknown>;
    const acting = async (...given: unknown[]): Promise<unknown> => {
      const done = await act.apply(grants, given);
      then();
      return done;
    };
    replace(grants, verb, acting as never);
  }

  const grantRow = async (id: string) => (await line.rows('grants', { id }))[0]!;
  const acts = async (grantId: string) => {
    const ask = await wallet();
    return {
      confirm: () => line.post(`/sdk/grants/${grantId}/confirm`, {}),
      revoke: () => line.post(`/sdk/oauth/grants/${grantId}/revoke`, {}),
      walletRevoke: () => ask(`/${grantId}/revoke`, 'POST'),
    };
  };

  it('after a confirmation or a revocation does not make its answer say that it did not happen', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line);
    await call(line, grantId);
    const { last_used_at } = await read(grantId);
    expect(last_used_at).not.toBeNull();
    const { confirm, walletRevoke } = await acts(grantId);

    after('patch', unread);
    expect(await (await confirm()).json()).toMatchObject({ status: 'active', last_used_at });
    restore();
    after('revoke', unread);
    expect(await walletRevoke()).toMatchObject({ status: 'revoked', last_used_at });
  });

  it('before a confirmation refuses it, and nothing has happened', async () => {
    line = await startLine({ app: { confirm_grants: true } });
    const { grantId } = await connectOverHttp(line);
    const { confirm } = await acts(grantId);
    const [before, rows] = [await grantRow(grantId), await line.rows('audit', { grant_id: grantId })];

    unread();
    expect((await confirm()).status).toBe(503);
    expect(await grantRow(grantId)).toEqual(before);
    expect(await line.rows('audit', { grant_id: grantId })).toEqual(rows);
  });

  it('keeps neither a person nor an app from taking access back', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line, { login: 'alice' });
    const { grantId: another } = await connectOverHttp(line, { login: 'bob' });
    const { walletRevoke } = await acts(grantId);
    const { revoke } = await acts(another);

    unread();
    const answer = await walletRevoke();
    expect(answer).toMatchObject({ grant_id: grantId, status: 'revoked' });
    // Null would be "never".
    expect(answer).not.toHaveProperty('last_used_at');
    expect(await grantRow(grantId)).toMatchObject({ status: 'revoked' });
    expect(await (await revoke()).json()).toMatchObject({ success: true });
  });

  it('is waited for by nobody before access is taken back', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line);
    const { walletRevoke } = await acts(grantId);
    const { promise: answer, resolve } = Promise.withResolvers<Map<string, number>>();
    replace(line.running.deps.store.audit, 'lastUses', () => answer);
    after('revoke', () => resolve(new Map([[grantId, 1_000]])));
    expect(await walletRevoke()).toMatchObject({ status: 'revoked', last_used_at: '1970-01-01T00:00:01.000Z' });
  });
});
