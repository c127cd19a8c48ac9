/** More scopes on a grant that there is already. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp, HttpPerson, mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.close());

const identity = ['openid', 'email', 'profile', 'offline_access'];
const asks = (...scopes: string[]) => ({ required_scopes: { meadow: [...identity, ...scopes] } });
const grantOf = async (id: string) => (await line.rows('grants', { id }))[0] as Record<string, unknown>;

async function small(login = 'alice') {
  const { grantId } = await connectOverHttp(line, { login, session: { ...asks('read'), switch_account: true } });
  return grantId;
}

async function more(grantId: string, session: object, login = 'alice') {
  const person = new HttpPerson(line.vault);
  const token = await mint(line, { allowed_providers: ['meadow'], repair_grant_id: grantId, ...session });
  const opened = await person.open(token);
  const authorize = await person.leave(opened.session_id, 'meadow');
  return { person, token, opened, authorize, id: opened.session_id, login };
}

async function finish({ person, id, login }: Awaited<ReturnType<typeof more>>) {
  await person.visit(await person.answerOf(id, 'meadow', { login }));
  return person.look(id);
}

describe('a session that asks for more on a grant', () => {
  it('shows what is new apart from what is allowed, and asks the provider for both', async () => {
    const asked = await more(await small(), { required_scopes: { meadow: ['write'] } });
    const [provider] = asked.opened.providers;
    expect(provider?.repairs).toMatchObject({ account: 'alice@example.com', new_scopes: ['write'] });
    expect(provider?.scopes.map(({ scope }) => scope)).toEqual(expect.arrayContaining(['read', 'write']));
    const scopes = asked.authorize.searchParams.get('scope')?.split(' ') ?? [];
    expect(scopes).toEqual(expect.arrayContaining(['read', 'write']));
    expect(asked.opened.confirm).toBe('always');
  });

  it('has nothing new to show when it only makes an old connection work again', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'erin' });
    const { opened } = await more(grantId, {});
    expect(opened.providers[0]?.repairs).toMatchObject({ account: 'erin@example.com', new_scopes: [] });
  });

  it('ends with the same grant and all its scopes, as `reauth`; the audit row says which came', async () => {
    const grantId = await small();
    const asked = await more(grantId, { required_scopes: { meadow: ['write'] } });
    const view = await finish(asked);
    expect(view.result).toMatchObject({ grants: [{ grant_id: grantId, operation: 'reauth' }] });
    const grant = await grantOf(grantId);
    expect(grant['scopes']).toEqual(expect.arrayContaining(['read', 'write']));
    expect(grant['scope_mismatch']).toBeFalsy();
    const [row] = await line.rows('audit', { session_id: asked.id, event: 'connect.completed' });
    expect(row).toMatchObject({ grant_id: grantId, detail: { operation: 'reauth', scopes_added: 'write' } });
  });

  it('keeps the terms of the grant: more scopes do not make it last longer', async () => {
    const session = { ...asks('read'), switch_account: true, grant_policy: { max_ttl_seconds: 900 } };
    const { grantId } = await connectOverHttp(line, { login: 'carol', session });
    const before = await grantOf(grantId);
    await finish(await more(grantId, { required_scopes: { meadow: ['write'] } }, 'carol'));
    const after = await grantOf(grantId);
    expect(after['grant_expires_at']).toBe(before['grant_expires_at']);
    expect(after['policy']).toEqual(before['policy']);
  });

  it('asks which account when the person comes back with another one, and overwrites nothing', async () => {
    const grantId = await small();
    const before = await line.rows('vault', { grant_id: grantId });
    const asked = await more(grantId, { required_scopes: { meadow: ['write'] } }, 'bob');
    const view = await finish(asked);
    expect(view).toMatchObject({
      status: 'open',
      last: { outcome: 'failed', error: 'account_mismatch', account: 'bob@example.com' },
      providers: [{ repairs: { account: 'alice@example.com' } }],
    });
    expect(await line.rows('vault', { grant_id: grantId })).toEqual(before);
    // The next attempt has the provider ask for the account.
    const again = await asked.person.leave(asked.id, 'meadow');
    expect(again.searchParams.get('prompt')).toContain('select_account');
    expect((await finish({ ...asked, login: 'alice' })).result).toMatchObject({ grants: [{ grant_id: grantId }] });
  });
});

describe('an answer that is narrower than what the app relied on', () => {
  it('is flagged on the grant and in the audit row: nothing is dropped silently', async () => {
    const grantId = await small();
    const asked = await more(grantId, { required_scopes: { meadow: ['write'] } });
    const { fetch } = line.running.deps.egress;
    // A person who unticks an old permission at the provider.
    replace(line.running.deps.egress, 'fetch', async (input, init) => {
      const answer = await fetch(input, init);
      if (!new Request(input).url.endsWith('/token')) return answer;
      return Response.json({ ...((await answer.json()) as object), scope: 'openid email profile write' });
    });
    const view = await finish(asked);
    restore();
    expect(view.result).toMatchObject({ grants: [{ grant_id: grantId }] });
    const grant = await grantOf(grantId);
    expect(grant['scope_mismatch']).toBeTruthy();
    expect(grant['scopes']).not.toContain('read');
    const [row] = await line.rows('audit', { session_id: asked.id, event: 'connect.completed' });
    expect(row).toMatchObject({ detail: { scopes_added: 'write', scopes_missing: 'read' } });
  });

  it('is flagged too when an ordinary session asks for less of the same account', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'dora', session: asks('read', 'write') });
    const again = await connectOverHttp(line, { login: 'dora', session: asks('read') });
    expect(again.grantId).toBe(grantId);
    expect((await grantOf(grantId))['scope_mismatch']).toBeTruthy();
  });
});
