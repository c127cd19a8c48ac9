import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson, mint } from '../../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../../test/harness/line.ts';
import { client, startOAuth1Server, type OAuth1Server } from './oauth1-server.ts';

let server: OAuth1Server;
let line: Line;

beforeAll(async () => {
  server = await startOAuth1Server();
  process.env['ALTER_TEST_SECRET_photos'] = client.secret;
  line = await startLine({
    catalog: {
      photos: {
        client_id: client.key,
        client_secret: { env: 'ALTER_TEST_SECRET_photos' },
        custom: {
          name: 'Photos',
          hosts: [server.host],
          flow_kinds: ['oauth1'],
          endpoints: {
            authorize: `${server.origin}/authorize`,
            temporary: `${server.origin}/initiate`,
            token: `${server.origin}/token`,
          },
        },
      },
    },
  });
});
afterEach(() => {
  server.confirms = true;
});
afterAll(async () => {
  await line.close();
  await server.close();
});

async function begun() {
  const person = new HttpPerson(line.vault);
  const { session_id: id } = await person.open(await mint(line, { allowed_providers: ['photos'] }));
  return { person, id, authorize: await person.leave(id, 'photos') };
}

async function connected() {
  const { person, id, authorize } = await begun();
  const callback = server.allow(authorize);
  await person.visit(callback);
  const { result } = await person.look(id);
  if (result?.type !== 'alter_connect_success') throw new Error(JSON.stringify(await person.look(id)));
  return { person, id, callback, grantId: result.grants[0]!.grant_id };
}

const call = (grantId: string, more: object = {}) =>
  line.post('/request', { method: 'GET', url: `${server.origin}/api/me`, grant_id: grantId, ...more });

describe('an OAuth 1.0a provider', () => {
  it('is connected, and every call is signed with its query and its form', async () => {
    const { grantId } = await connected();
    const plain = await call(grantId);
    expect([plain.status, await plain.json()]).toEqual([200, { id: 7, login: 'alice' }]);

    const form = await call(grantId, {
      method: 'POST',
      url: `${server.origin}/statuses?trim=1`,
      query_params: { tag: "a b&c'" },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body_b64: Buffer.from('status=Hello+Ladies+%2B+Gentlemen%21&n=1').toString('base64'),
    });
    expect([form.status, await form.json()]).toMatchObject([
      200,
      { method: 'POST', form: 'status=Hello+Ladies+%2B+Gentlemen%21&n=1' },
    ]);

    const json = await call(grantId, { method: 'PUT', url: `${server.origin}/notes/1`, body: { text: 'a=b' } });
    expect(json.status).toBe(200);
  });

  it('keeps token and token secret as fields of the vault, and shows neither', async () => {
    const { grantId } = await connected();
    const [vault] = await line.rows('vault', { grant_id: grantId });
    expect(Object.keys((vault as { sealed: { fields: object } }).sealed.fields).sort()).toEqual([
      'access_token',
      'token_secret',
    ]);
    const secrets = [...server.tokens].flat();
    const said = JSON.stringify([line.logs, await line.rows('audit', {}), await line.rows('grants', {})]);
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });

  it('refuses a callback that is visited twice, and asks for no token then', async () => {
    const { person, callback } = await connected();
    const before = server.asked.length;
    const page = await person.visit(callback);
    expect(page.searchParams.get('problem')).toBe('state_consumed');
    expect(server.asked).toHaveLength(before);
  });

  it("refuses the callback in another person's browser, without using it up", async () => {
    const { person, id, authorize } = await begun();
    const callback = server.allow(authorize);
    const page = await new HttpPerson(line.vault).visit(callback);
    expect(page.searchParams.get('problem')).toBe('other_browser');
    await person.visit(callback);
    expect((await person.look(id)).last).toMatchObject({ outcome: 'granted' });
  });

  it('refuses an answer about other temporary credentials, and asks for no token then', async () => {
    const [one, other] = [await begun(), await begun()];
    const callback = server.allow(one.authorize);
    callback.searchParams.set('oauth_token', other.authorize.searchParams.get('oauth_token') ?? '');
    const before = server.asked.length;
    await one.person.visit(callback);
    expect((await one.person.look(one.id)).last).toMatchObject({ outcome: 'failed', error: 'issuer_mismatch' });
    expect(server.asked).toHaveLength(before);
  });

  it('says that the person said no', async () => {
    const { person, id, authorize } = await begun();
    await person.visit(server.deny(authorize));
    expect((await person.look(id)).last).toMatchObject({ outcome: 'declined', error: 'access_denied' });
  });

  it('that does not confirm the callback is not gone to: its answer could be somebody else’s', async () => {
    server.confirms = false;
    const person = new HttpPerson(line.vault);
    const { session_id: id } = await person.open(await mint(line, { allowed_providers: ['photos'] }));
    const asked = { session_id: id, provider_id: 'photos', consent: 'click' };
    const answer = await person.ask('POST', '/sdk/oauth/connect/flow', asked);
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { start_url: null, view: { last: { outcome: 'failed', error: 'provider_error' } } },
    ]);
  });

  it('refuses a form that would stream by, since it has to be signed first', async () => {
    const { grantId } = await connected();
    const intent = { method: 'POST', url: `${server.origin}/statuses`, grant_id: grantId };
    const answer = await fetch(`${line.vault}/request`, {
      method: 'POST',
      headers: {
        'x-api-key': line.key,
        'x-alter-intent': Buffer.from(JSON.stringify(intent)).toString('base64url'),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'status=1',
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'unsupported_parameter', sent: false }]);
  });

  it('takes no Authorization header of the caller', async () => {
    const { grantId } = await connected();
    const answer = await call(grantId, { headers: { authorization: 'OAuth mine' } });
    expect(await answer.json()).toMatchObject({ error: 'forbidden_header' });
  });
});
