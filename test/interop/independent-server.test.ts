/** The line against an authorization server that shares no line with ours: Glewlwyd, in C, with its own pages in a browser. */
import { uuidV5 } from '@alter/server';
import { routes } from '@alter/protocol';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { findGlewlwyd, noGlewlwyd } from '../../tools/glewlwyd/find-glewlwyd.ts';
import { startGlewlwyd, type Glewlwyd } from '../../tools/glewlwyd/start-glewlwyd.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { HttpPerson, mint } from '../harness/http-person.ts';
import { appId, startLine, type Line } from '../harness/line.ts';

const id = 'glewlwyd';
const client = { id: 'alter', secret: 'secret-of-alter-at-glewlwyd-0123456789' };
const alice = { login: 'alice', password: 'a-password-of-alice', name: 'Alice Example', email: 'alice@example.com' };

const clock = movableClock();
const root = await findGlewlwyd();
let server: Glewlwyd;
let line: Line;
let browser: Browser;

beforeAll(async () => {
  if (root === null) return;
  server = await startGlewlwyd(root);
  process.env['ALTER_TEST_GLEWLWYD_SECRET'] = client.secret;
  const config = {
    client_id: client.id,
    client_secret: { env: 'ALTER_TEST_GLEWLWYD_SECRET' },
    scopes: ['read'],
    custom: { name: 'Glewlwyd', issuer: server.issuer, hosts: [new URL(server.origin).host] },
  };
  line = await startLine({ providers: {}, catalog: { [id]: config }, clock });
  await server.addClient({ ...client, redirectUri: `${line.vault}/oauth/callback/${uuidV5(appId, id)}` });
  await server.addPerson(alice);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await line?.close();
  await server?.stop();
});

/**
 * What the person does on the server's own pages. This browser began nothing at the vault, so its own arrival there is
 * refused and spoils nothing. @returns the callback URL
 */
async function signInAndAllow(url: URL): Promise<URL> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url.href);
    await page.fill('#username', alice.login);
    await page.fill('#password', alice.password);
    await page.getByRole('button', { name: 'OK' }).click();
    await page.check('#grant-read');
    const allowed = page.waitForResponse((answer) => answer.request().method() === 'PUT');
    await page.getByRole('button', { name: 'Grant access' }).click();
    await allowed;
    const [back] = await Promise.all([
      page.waitForRequest((request) => request.url().startsWith(line.vault)),
      page.getByRole('button', { name: 'Continue' }).click(),
    ]);
    return new URL(back.url());
  } finally {
    await context.close();
  }
}

/** Asks before a job whether a call would work; the server's own userinfo endpoint answers. */
async function checked(grantId: string): Promise<unknown> {
  const path = `${routes.grantHealth.replace(':grant_id', grantId)}?verify=true`;
  return (await fetch(line.vault + path, { headers: { 'x-api-key': line.key } })).json();
}

const call = (grantId: string): Promise<Response> =>
  line.post('/request', { method: 'GET', url: `${server.issuer}/userinfo`, grant_id: grantId });

test('a person connects on its pages, a check there says that a call would work, calls are refreshed with tokens that work once, and revoking reaches it', async (context) => {
  if (root === null) return context.skip(noGlewlwyd);
  const person = new HttpPerson(line.vault);
  const { session_id } = await person.open(await mint(line, { allowed_providers: [id] }));
  await person.visit(await signInAndAllow(await person.leave(session_id, id)));
  const view = await person.look(session_id);
  expect(view.result, JSON.stringify(view.last)).toMatchObject({
    type: 'alter_connect_success',
    grants: [{ account_identifier: alice.email, operation: 'creation', scopes: ['openid', 'read'] }],
  });
  const grantId = view.result?.type === 'alter_connect_success' ? view.result.grants[0]!.grant_id : '';
  expect(await (await call(grantId)).json()).toMatchObject({ email: alice.email });

  expect(await checked(grantId)).toMatchObject({ usable: true, verified: { outcome: 'ok', status: 200 } });

  for (const turn of [1, 2]) {
    clock.advance(minutes(61));
    const answer = await call(grantId);
    expect(answer.status, `turn ${String(turn)}`).toBe(200);
  }
  // It gives a refresh token that works once with the code, and another at each refresh.
  expect(server.log().match(/Refresh token generated/g)).toHaveLength(3);

  const revoked = await line.post(routes.revokeGrant.replace(':grant_id', grantId), {});
  expect(await revoked.json()).toMatchObject({ revocation: 'confirmed' });
  expect(server.log()).toMatch(/token .*revoked/i);
  expect((await call(grantId)).ok).toBe(false);
});
