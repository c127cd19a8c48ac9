/** The headless client over real HTTP. Stubbed: the service itself, by the in-memory API of `wallet-api.ts`. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlterWallet, type RevocationState, type WalletError } from '../src/headless.ts';
import { sampleActivities, sampleGrant, sampleGrants, sampleRefreshes } from './samples.ts';
import { WalletApi } from './wallet-api.ts';

let api: WalletApi;
let server: Server;
let origin: string;

beforeEach(async () => {
  api = new WalletApi(sampleGrants(12));
  server = createServer((request, response) => {
    const answer = api.answer(request.method ?? '', request.url ?? '', request.headers.authorization ?? null);
    if (!answer) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const wallet = () => new AlterWallet({ baseURL: `${origin}/`, sessionUrl: `${origin}/wallet-session` });
const id = sampleGrant(0).grant_id;
const addressOf = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : input.toString());
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was not refused'),
    (thrown: unknown) => thrown as WalletError,
  );

describe('AlterWallet', () => {
  it('lists page by page', async () => {
    api.pageSize = 5;
    const client = wallet();
    const first = await client.listGrants();
    const second = await client.listGrants({ cursor: first.next_cursor });
    expect(first.grants).toHaveLength(5);
    expect(second.grants[0]?.grant_id).toBe(sampleGrant(5).grant_id);
  });

  it('reads one connection, its activity and its renewals', async () => {
    api.activity.set(id, sampleActivities());
    api.refreshes.set(id, sampleRefreshes());
    const client = wallet();
    expect((await client.getGrant(id)).provider.name).toBe('Google Calendar');
    expect((await client.activity(id)).activity).toHaveLength(7);
    expect((await client.refreshes(id)).refreshes[0]).toMatchObject({ outcome: 'ended', error: 'invalid_grant' });
  });

  it('asks session-url once for calls that arrive together', async () => {
    const client = wallet();
    await Promise.all([client.listGrants(), client.getGrant(id), client.activity(id)]);
    expect(api.asked.filter(({ path }) => path === '/wallet-session')).toHaveLength(1);
  });

  it('renews a refused session once, for all calls that were refused together', async () => {
    const client = wallet();
    await client.listGrants();
    api.token = 'wsess_second';
    await Promise.all([client.listGrants(), client.getGrant(id)]);
    expect(api.asked.filter(({ path }) => path === '/wallet-session')).toHaveLength(2);
    expect(api.asked.at(-1)?.authorization).toBe('Bearer wsess_second');
  });

  it('does not ask a third time when the new session is refused too', async () => {
    const client = new AlterWallet({
      baseURL: origin,
      sessionUrl: 'http://app.test/session',
      fetch: (input, init) =>
        addressOf(input).includes('app.test')
          ? Promise.resolve(Response.json({ session_token: 'wsess_bad', expires_in: 600 }))
          : fetch(input, init),
    });
    const error = await refused(client.listGrants());
    expect(error).toMatchObject({ code: 'session_expired', status: 401, requestId: 'req_7f3k9' });
    expect(api.asked).toHaveLength(2);
  });

  it('takes a session that has expired by its own account for expired, without asking the service', async () => {
    let made = 0;
    const client = new AlterWallet({
      baseURL: origin,
      sessionUrl: 'http://app.test/session',
      fetch: (input, init) => {
        if (!addressOf(input).includes('app.test')) return fetch(input, init);
        made += 1;
        return Promise.resolve(Response.json({ session_token: api.token, expires_in: 0 }));
      },
    });
    await client.listGrants();
    await client.listGrants();
    expect(made).toBe(2);
    expect(api.asked).toHaveLength(2);
  });

  it('with a token alone reports `session_expired` and asks nobody', async () => {
    const client = new AlterWallet({ baseURL: origin, sessionToken: 'wsess_old' });
    expect((await refused(client.listGrants())).code).toBe('session_expired');
    expect(api.asked).toHaveLength(1);
  });

  it.each([
    ['session_missing', {}],
    ['session_unavailable', { sessionUrl: '/wallet-session' }],
  ])('reports `%s` when there is no session to be had', async (code, source) => {
    api.troubles.set('session', { status: 403, error: 'sign_in' });
    const client = new AlterWallet({
      baseURL: origin,
      ...('sessionUrl' in source ? { sessionUrl: origin + source.sessionUrl } : {}),
    });
    expect((await refused(client.listGrants())).code).toBe(code);
  });

  it('reports `network_error` without an answer and `invalid_answer` without JSON', async () => {
    const client = wallet();
    api.troubles.set('list', 'cut');
    expect(await refused(client.listGrants())).toMatchObject({ code: 'network_error', requestId: null, status: 0 });
    const html = new AlterWallet({
      baseURL: origin,
      sessionToken: 'wsess_first',
      fetch: () => Promise.resolve(new Response('<html>', { status: 502 })),
    });
    expect(await refused(html.listGrants())).toMatchObject({ code: 'invalid_answer', status: 502 });
  });

  it('an abort ends a call with its own reason', async () => {
    const abort = new AbortController();
    abort.abort(new Error('gone'));
    await expect(wallet().listGrants({ signal: abort.signal })).rejects.toThrow('gone');
  });

  it.each<[RevocationState, RevocationState]>([
    ['queued', 'confirmed'],
    ['queued', 'failed'],
    ['queued', 'queued'],
  ])('revokes, then follows %s until it is %s', async (first, last) => {
    Object.assign(api, { revocation: first, later: last });
    const client = wallet();
    const revoked = await client.revoke(id);
    expect([revoked.status, revoked.revocation]).toEqual(['revoked', first]);
    expect(await client.followRevocation(id, { waitsMs: [0, 0, 0] })).toBe(last);
    const looks = api.asked.filter(({ path, method }) => method === 'GET' && path.endsWith(id)).length;
    expect(looks).toBe(last === 'queued' ? 3 : 1);
  });

  it('goes on following when one look fails', async () => {
    const client = wallet();
    await client.revoke(id);
    api.troubles.set('grant', { status: 503, error: 'store_unavailable' });
    expect(await client.followRevocation(id, { waitsMs: [0, 0] })).toBe('confirmed');
  });

  it('never lets an id leave its place in the path', async () => {
    await refused(wallet().getGrant('../../admin?x='));
    expect(api.asked.at(-1)?.path).toBe('/wallet/grants/..%2F..%2Fadmin%3Fx%3D');
  });
});
