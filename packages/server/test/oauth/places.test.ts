import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { lookUpPlaces } from '../../src/oauth/places.ts';
import type { Places, Provider } from '../../src/providers/provider.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, providerAt } from './custom-provider.ts';

const tokens = {
  fields: { access_token: new Secret('access-1') },
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

const lookUp = (answer: Reply | 'cut', change: Partial<Places> = {}) => {
  reply = answer;
  const entry = (plain: Provider): Provider => ({
    ...plain,
    variables: [
      {
        name: 'site',
        label: 'Site',
        kind: 'path',
        from: 'places',
        pattern: /[a-z0-9]+/,
        at: 'ids.own',
        optional: true,
      },
    ],
    api: { ...plain.api, places: { url: `${server.origin}/sites`, list: 'data.sites', name: 'title', ...change } },
  });
  return lookUpPlaces({ ...call(providerAt(server.origin, { entry })), tokens });
};
const sites = (...list: unknown[]): Reply => ({ body: { data: { sites: list } } });

describe('lookUpPlaces', () => {
  test('finds the list, the ids and the names at their paths, with the token as in calls', async () => {
    const said = await lookUp(sites({ ids: { own: 7 }, title: 'Acme' }, { ids: { own: 'b2' } }));
    expect(said).toEqual({
      kind: 'known',
      places: [
        { id: '7', name: 'Acme' },
        { id: 'b2', name: null },
      ],
    });
    const { method, path, headers } = server.asked.at(-1)!;
    expect([method, path, headers.authorization]).toEqual(['GET', '/sites', 'Bearer access-1']);
  });

  test('none is an answer: the person has no site', async () => {
    expect(await lookUp(sites())).toEqual({ kind: 'known', places: [] });
  });

  test.each<[string, Reply | 'cut']>([
    ['no list there', { body: { data: {} } }],
    ['a list elsewhere', { body: '[{"ids":{"own":"7"}}]' }],
    ['a refusal', { status: 403, body: { message: 'no' } }],
    ['a cut connection', 'cut'],
  ])('%s is not "none", and says nothing of the token', async (_case, answer) => {
    const said = await lookUp(answer);
    expect(said).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(said)).not.toContain('access-1');
  });
});
