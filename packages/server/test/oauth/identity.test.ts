import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { joined, lookUpAccount } from '../../src/oauth/identity.ts';
import type { TokenSet } from '../../src/oauth/oauth.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, providerAt, type Changes } from './custom-provider.ts';

const access = 'access-5d6e7f8091a2b3c4d5e6';
const tokens: TokenSet = {
  fields: { access_token: new Secret(access) },
  injectField: 'access_token',
  expiresAt: null,
  scopes: null,
  subject: null,
  facts: {},
};

let server: ScriptedServer;
let reply: Reply | 'cut';
beforeAll(async () => {
  server = await startScripted(() => reply);
});
afterAll(() => server.close());

const lookUp = (answer: Reply | 'cut', changes: Changes = {}, given: Partial<TokenSet> = {}) => {
  reply = answer;
  return lookUpAccount({ ...call(providerAt(server.origin, changes)), tokens: { ...tokens, ...given } });
};
const json = (body: Record<string, unknown>): Reply => ({ body });
const identity = (...paths: string[]): Changes => ({ custom: { identity: paths } });

describe('lookUpAccount', () => {
  test('joins what identifies the account so that no two accounts give the same key', async () => {
    const paths = identity('team.id', 'user');
    const first = await lookUp({ body: { team: { id: 'a' }, user: 'b","c' } }, paths);
    const second = await lookUp({ body: { team: { id: 'a","b' }, user: 'c' } }, paths);
    expect(first).toMatchObject({ facts: { key: joined(['a', 'b","c']) } });
    expect(first).not.toEqual(second);
  });

  test('an id is the same as number and as text', async () => {
    const keys = [7, '7'].map((id) => lookUp({ body: { id } }, identity('id')));
    expect(await keys[0]).toEqual(await keys[1]);
  });

  test('ids that are too large for a number stay apart', async () => {
    const facts = (text: string) => lookUp({ body: text }, identity('id'));
    expect(await facts('{"id":9007199254740993}')).toMatchObject({ facts: { key: '["9007199254740993"]' } });
    expect(await facts('{"id":9007199254740992}')).toMatchObject({ facts: { key: '["9007199254740992"]' } });
  });

  test.each<[string, Reply | 'cut']>([
    ['an answer without one of the paths', { body: { team: { id: 'a' } } }],
    ['an answer whose path is empty', { body: { team: { id: '' }, user: 'b' } }],
    ['an answer whose path is an object', { body: { team: { id: {} }, user: 'b' } }],
    ['an error with status 200', { body: { ok: false, error: 'invalid_auth' } }],
    ['a refusal', { status: 403, body: { team: { id: 'a' }, user: 'b' } }],
    ['a page', { body: '<html></html>' }],
    ['a cut connection', 'cut'],
  ])('fails on %s: a half-known account is not matched', async (_case, answer) => {
    expect(await lookUp(answer, identity('team.id', 'user'))).toMatchObject({ kind: 'failed' });
  });

  test('does not take inherited members for facts', async () => {
    expect(await lookUp({ body: {} }, identity('constructor.name'))).toMatchObject({ kind: 'failed' });
  });

  test('refuses userinfo that speaks of somebody else than the ID token', async () => {
    const other = await lookUp(json({ sub: 'bob' }), identity('sub'), { subject: 'alice' });
    expect(other).toMatchObject({ kind: 'failed' });
    const same = await lookUp(json({ sub: 'alice' }), identity('sub'), { subject: 'alice' });
    expect(same).toMatchObject({ kind: 'ok' });
  });

  test('without an account endpoint the subject of the ID token is the account', async () => {
    const outcome = await lookUp({}, { metadata: { userinfo: null } }, { subject: 'alice' });
    expect(outcome).toMatchObject({ kind: 'ok', facts: { key: '["alice"]' } });
  });

  test('without any identity there is no key, so such a grant is never matched', async () => {
    const before = server.asked.length;
    expect(await lookUp({}, { metadata: { userinfo: null } })).toEqual({
      kind: 'ok',
      facts: { key: null, identifier: null, displayName: null },
    });
    expect(server.asked.length).toBe(before);
  });

  test('a token in the path goes nowhere else, and into no error', async () => {
    const inPath = (entry: Provider): Provider => ({
      ...entry,
      account: entry.account && { ...entry.account, url: `${server.origin}/tokens/{access_token}` },
    });
    const outcome = await lookUp({ status: 404 }, { entry: inPath });
    expect(server.asked.at(-1)?.path).toBe(`/tokens/${access}`);
    expect(server.asked.at(-1)?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(outcome)).not.toContain(access);
  });

  test('a token is sent as it is, whatever its characters mean elsewhere', async () => {
    const odd = "a$&b$'c$$d";
    await lookUp(json({ sub: '1' }), {}, { fields: { access_token: new Secret(odd) } });
    expect(server.asked.at(-1)?.headers.authorization).toBe(`Bearer ${odd}`);
  });

  test('the label is one line of at most 255 characters', async () => {
    const outcome = await lookUp(json({ sub: '1', email: `a\n\u202e${'x'.repeat(400)}` }));
    expect(outcome).toMatchObject({ facts: { identifier: expect.stringMatching(/^a x{1,253}$/) } });
  });
});
