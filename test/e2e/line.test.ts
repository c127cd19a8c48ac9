/** Connect, call, revoke, refused: the whole line in a real browser, on every real part. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import { connect, newPage, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;

beforeAll(async () => {
  line = await startLine();
  app = await startAppPage(line);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const call = (grantId: string, more: object = {}) =>
  line.post('/request', {
    method: 'GET',
    url: `${line.providers['meadow']!.issuer}/api/me`,
    grant_id: grantId,
    ...more,
  });

describe('the line', () => {
  it('connects in a popup, calls with the grant id alone, and refuses the call after revocation', async () => {
    const { page, context } = await newPage(browser, app.origin);
    const grantId = await connect(page);
    expect(grantId).toMatch(/^[0-9a-f-]{36}$/);

    const poll = await line.post('/sdk/oauth/connect/session/poll', { session_token: app.sessions.at(-1) });
    expect(await poll.json()).toMatchObject({
      status: 'completed',
      grants: [{ grant_id: grantId, provider_id: 'meadow', operation: 'creation' }],
    });

    const answer = await call(grantId);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-alter-outcome')).toBe('provider');
    expect(await answer.json()).toMatchObject({ sub: 'alice' });

    const revoked = await line.post(`/sdk/oauth/grants/${grantId}/revoke`, { reason: 'done' });
    expect(await revoked.json()).toMatchObject({ success: true, revocation: 'confirmed' });
    const refused = await call(grantId);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-alter-outcome')).toBe('alter');
    expect(await refused.json()).toMatchObject({ error: 'grant_revoked', grant_id: grantId });
    await context.close();
  });
});
