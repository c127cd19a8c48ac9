/** Four processes of the built server behind a balancer, on a replica set of three: one service to whoever calls it. */
import { randomUUID } from 'node:crypto';
import { routes, type ConnectView } from '@alter/protocol';
import { removeProviderConfig, saveProviderConfig, Secret } from '@alter/server/operator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReplicaSet, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { appId, makeKey } from '../harness/apps.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { call, connectOverHttp, HttpPerson, mint } from '../harness/http-person.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { servedBy } from '../harness/round-robin.ts';
import { startProvider, type TestProvider } from '../provider/provider.ts';

let set: RunningMongod;
let fleet: Fleet;

beforeAll(async () => {
  set = await startReplicaSet(await mongodProgram(), 3);
  fleet = await startFleet({ storeUrl: set.url(`alter-${randomUUID()}`) });
});
afterAll(async () => {
  await fleet.close();
  await set.stop();
});

const places = [0, 1, 2, 3];
const provider = () => fleet.providers['meadow']!;
const bodyOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

/** The same request to every process, one after the other: what each answers, and how many of them reached the provider. */
async function everywhere(ask: () => Promise<Response>): Promise<{ answers: string[]; sent: number }> {
  const before = provider().calls.length;
  const answers: string[] = [];
  for (const place of places) {
    const answer = await fleet.on(place, ask);
    expect(answer.headers.get(servedBy)).toBe(String(place));
    const { error = 'none' } = await bodyOf(answer);
    answers.push(`${String(answer.status)} ${String(error)}`);
  }
  return { answers, sent: provider().calls.length - before };
}

const four = (answer: string): string[] => places.map(() => answer);

describe('four processes', () => {
  it('are one service: connect begins on one, comes back on another, is used on a third and ended on the fourth', async () => {
    const person = new HttpPerson(fleet.vault);
    const { session, callback } = await fleet.on(0, async () => {
      const opened = await person.open(await mint(fleet, { allowed_providers: ['meadow'] }));
      return { session: opened.session_id, callback: await person.answerOf(opened.session_id, 'meadow') };
    });
    const view = await fleet.on(1, async (): Promise<ConnectView> => {
      await person.visit(callback);
      return person.look(session);
    });
    expect(view.result).toMatchObject({ type: 'alter_connect_success', grants: [{ provider: 'meadow' }] });
    const grantId = view.result?.type === 'alter_connect_success' ? view.result.grants[0]!.grant_id : '';

    const used = await fleet.on(2, () => call(fleet, grantId));
    expect([used.status, used.headers.get(servedBy)]).toEqual([200, '2']);
    expect(await used.json()).toMatchObject({ sub: 'alice' });

    const revoke = () => fleet.post(`/sdk/oauth/grants/${grantId}/revoke`, { reason: 'done' });
    const ended = await fleet.on(3, revoke);
    expect([ended.status, ended.headers.get(servedBy)]).toEqual([200, '3']);
    expect(await ended.json()).toMatchObject({ success: true, revocation: 'confirmed' });

    const refused = await fleet.on(0, () => call(fleet, grantId));
    expect([refused.status, refused.headers.get(servedBy)]).toEqual([403, '0']);
    expect(await refused.json()).toMatchObject({ error: 'grant_revoked', grant_id: grantId });
    expect(provider().calls).toHaveLength(1);
  });

  it('share the work of the balancer: a connect whose every request goes to the next of them succeeds', async () => {
    const { grantId, view } = await connectOverHttp(fleet, { session: { user: { reference: 'in-turn' } } });
    expect(view.result).toMatchObject({ type: 'alter_connect_success' });
    const served = new Set<string | null>();
    for (let n = 0; n < 8; n++) {
      const answer = await call(fleet, grantId);
      expect(answer.status).toBe(200);
      served.add(answer.headers.get(servedBy));
    }
    expect(served.size).toBe(4);
  });

  it('win a state once between them, however many callbacks come at once', async () => {
    const person = new HttpPerson(fleet.vault);
    const { session_id: id } = await person.open(await mint(fleet, { user: { reference: 'at-once' } }));
    const callback = await person.answerOf(id, 'meadow');
    const exchanges = provider().tokenCalls.length;
    const pages = await Promise.all(Array.from({ length: 12 }, () => person.visit(callback)));
    expect(pages.filter((page) => page.searchParams.get('problem') === 'state_consumed')).toHaveLength(11);
    expect(provider().tokenCalls).toHaveLength(exchanges + 1);
  });
});

describe('what one process ends is over in every process at its very next request', () => {
  it('a grant', async () => {
    for (const place of places) {
      const { grantId } = await connectOverHttp(fleet, { session: { user: { reference: `grant-${String(place)}` } } });
      const use = () => call(fleet, grantId);
      expect(await everywhere(use)).toEqual({ answers: four('200 none'), sent: 4 });
      await fleet.on(place, () => fleet.post(`/sdk/oauth/grants/${grantId}/revoke`, {}));
      expect(await everywhere(use)).toEqual({ answers: four('403 grant_revoked'), sent: 0 });
    }
  });

  it('a key', async () => {
    const { grantId } = await connectOverHttp(fleet, { session: { user: { reference: 'key' } } });
    const { id, key } = await makeKey(fleet.store, appId);
    const use = () => call(fleet, grantId, {}, key);
    expect(await everywhere(use)).toEqual({ answers: four('200 none'), sent: 4 });
    expect(await fleet.store.keys.revoke(appId, id, Date.now())).toBe(true);
    expect(await everywhere(use)).toEqual({ answers: four('401 key_revoked'), sent: 0 });
  });

  it('a connect session that the person gave up', async () => {
    const person = new HttpPerson(fleet.vault);
    const { session_id } = await person.open(await mint(fleet, { user: { reference: 'session' } }));
    const begin = () => person.ask('POST', routes.connectFlow, { session_id, provider_id: 'meadow', consent: 'click' });
    expect((await everywhere(begin)).answers).toEqual(four('201 none'));
    await fleet.on(1, () => person.ask('POST', routes.connectDone, { session_id, cancelled: true }));
    expect((await everywhere(begin)).answers).toEqual(four('409 session_final'));
  });

  it('a provider config that the operator took away; and a new one works everywhere at once', async () => {
    const brook = await startProvider();
    try {
      const id = await saveBrook(brook);
      const { grantId } = await connectOverHttp(fleet, {
        provider: 'brook',
        session: { user: { reference: 'config' } },
      });
      const use = () => call(fleet, grantId, { url: `${brook.issuer}/api/me` });
      expect((await everywhere(use)).answers).toEqual(four('200 none'));
      expect(await removeProviderConfig(fleet.desk, appId, 'brook')).toBe(true);
      const sent = brook.calls.length;
      expect((await everywhere(use)).answers).toEqual(four('502 provider_configuration_unavailable'));
      expect(brook.calls).toHaveLength(sent);
      expect(await saveBrook(brook)).not.toBe(id);
      const mintFor = () => fleet.post(routes.createSession, { allowed_providers: ['brook'] });
      expect((await everywhere(mintFor)).answers).toEqual(four('201 none'));
    } finally {
      await brook.close();
    }
  });

  /** As `alter providers add` does, and what an operator registers at the provider after it. */
  async function saveBrook(brook: TestProvider): Promise<string> {
    const client = { client_id: 'client-brook', client_secret: 'a-secret-of-brook-0123456789' };
    const saved = await saveProviderConfig(fleet.desk, {
      appId,
      providerId: 'brook',
      clientId: client.client_id,
      clientSecret: new Secret(client.client_secret),
      scopes: ['openid'],
      variables: {},
      flowKinds: null,
      custom: { name: 'Brook', issuer: brook.issuer, hosts: [brook.host] },
    });
    const redirect_uris = [`${fleet.vault}/oauth/callback/${saved.id}`];
    await brook.register({ ...client, redirect_uris, grant_types: ['authorization_code', 'refresh_token'] });
    return saved.id;
  }
});

describe('a process that is killed', () => {
  it('takes nothing with it: the others go on, and a new one in its place is one of them', async () => {
    const { grantId } = await connectOverHttp(fleet, { session: { user: { reference: 'killed' } } });
    await fleet.members[2]!.kill();
    for (let n = 0; n < 8; n++) expect((await call(fleet, grantId)).status).toBe(200);
    await fleet.replace(2);
    expect((await everywhere(() => call(fleet, grantId))).answers).toEqual(four('200 none'));
  });
});
