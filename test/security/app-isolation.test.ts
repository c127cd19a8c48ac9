/** One app can never learn that another app's object exists: its ids answer as ids that nobody has. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@alter/protocol';
import { connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let grantId: string;
let sessionToken: string;
const nobodys = '11111111-2222-4333-8444-555555555555';

beforeAll(async () => {
  line = await startLine();
  ({ grantId, sessionToken } = await connectOverHttp(line));
});
afterAll(async () => line.close());

/** The other app asks. @returns status, headers that say something, and the body, without what is each answer's own */
async function asOther(method: string, path: string, body?: object): Promise<string> {
  const answer = await fetch(line.vault + path, {
    method,
    headers: { 'x-api-key': line.otherKey, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const own = /^(date|x-request-id|connection|keep-alive)$/;
  const headers = [...answer.headers].filter(([name]) => !own.test(name));
  const text = (await answer.text())
    .replace(/"request_id":"[^"]*"/, '')
    .replaceAll(grantId, '<id>')
    .replaceAll(nobodys, '<id>');
  return JSON.stringify({ status: answer.status, headers, text });
}

const intent = (id: string) => ({ method: 'GET', url: `${line.providers['meadow']!.issuer}/api/me`, grant_id: id });

describe("another app's grant", () => {
  const asked: [string, string, (id: string) => [string, object?]][] = [
    ['GET', routes.grant, (id) => [`/sdk/grants/${id}`]],
    ['POST', routes.confirmGrant, (id) => [`/sdk/grants/${id}/confirm`, {}]],
    ['POST', routes.revokeGrant, (id) => [`/sdk/oauth/grants/${id}/revoke`, { reason: 'mine now' }]],
    ['POST', routes.request, (id) => ['/request', intent(id)]],
    ['POST', routes.proxy, (id) => ['/sdk/proxy', intent(id)]],
    ['GET', routes.grantHealth, (id) => [`/sdk/grants/${id}/health`]],
    ['GET', routes.grantHealth, (id) => [`/sdk/grants/${id}/health?verify=true`]],
    ['GET', routes.grantRefreshes, (id) => [`/sdk/grants/${id}/refreshes`]],
    [
      'POST',
      routes.createSession,
      (id) => ['/sdk/oauth/connect/session', { allowed_providers: ['meadow'], repair_grant_id: id }],
    ],
  ];

  it.each(asked)('answers %s %s byte for byte as a grant that nobody has', async (method, _route, of) => {
    const theirs = await asOther(method, ...of(grantId));
    expect(theirs).toBe(await asOther(method, ...of(nobodys)));
    expect(JSON.parse(theirs)).toMatchObject({ status: 404 });
    expect(theirs).toContain('grant_not_found');
  });

  it('is in no list, under no filter', async () => {
    for (const filter of [
      {},
      { provider_id: 'meadow' },
      { account: 'alice@example.com' },
      { user: { reference: 'user-1' } },
    ]) {
      expect(await asOther('POST', '/sdk/grants/list', filter)).toContain('\\"total\\":0');
    }
  });

  it('is not found by provider and account either', async () => {
    const { grant_id: _id, ...rest } = intent(grantId);
    expect(await asOther('POST', '/request', { ...rest, provider_id: 'meadow' })).toContain('grant_not_found');
  });

  it('is not found among many whose health is asked, and no provider is asked about it', async () => {
    const many = (id: string) => asOther('POST', routes.grantsHealth, { grant_ids: [id], verify: true });
    const theirs = await many(grantId);
    expect(theirs).toBe(await many(nobodys));
    expect(theirs).toContain('\\"grants\\":[]');
  });

  it('is untouched by all of it', async () => {
    const [row] = await line.rows('grants', { id: grantId });
    expect(row).toMatchObject({ status: 'active', revoked_at: null });
    expect(line.providers['meadow']!.calls).toEqual([]);
    expect((await line.post('/request', intent(grantId))).status).toBe(200);
  });
});

describe("another app's session", () => {
  it('polls as `expired`, exactly as one that nobody has', async () => {
    const theirs = await asOther('POST', routes.pollSession, { session_token: sessionToken });
    expect(theirs).toBe(await asOther('POST', routes.pollSession, { session_token: 'sess_nobody-has-this-one' }));
    expect(theirs).toContain('expired');
    expect(await (await line.post(routes.pollSession, { session_token: sessionToken })).json()).toMatchObject({
      status: 'completed',
    });
  });
});

describe("another app's person", () => {
  it('gives the Wallet of a person with the same reference nothing', async () => {
    const body = { user: { reference: 'user-1' }, allowed_origin: 'http://localhost:1' };
    const { session_token } = (await (await line.post('/sdk/wallet/session', body, line.otherKey)).json()) as {
      session_token: string;
    };
    const headers = { authorization: `Bearer ${session_token}` };
    const list = await (await fetch(`${line.vault}/wallet/grants`, { headers })).json();
    expect(list).toMatchObject({ app: { name: 'Other' }, grants: [] });
    for (const part of ['', '/activity', '/refreshes']) {
      const theirs = await fetch(`${line.vault}/wallet/grants/${grantId}${part}`, { headers });
      const nobodysAnswer = await fetch(`${line.vault}/wallet/grants/${nobodys}${part}`, { headers });
      const told = async (answer: Response) =>
        ({ ...((await answer.json()) as object), status: answer.status, request_id: '', grant_id: '' }) as const;
      const answered = await told(theirs);
      expect(answered).toEqual(await told(nobodysAnswer));
      expect(answered.status).toBe(404);
    }
  });
});
