/** The Wallet in an app's page: one person, one origin, ten minutes; list, look, revoke. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { walletRefreshesAnswer } from '@alter/protocol/schemas';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { secretOf, startLine, type Line } from '../harness/line.ts';
import { newPage, startAppPage, type AppPage } from '../harness/people.ts';

const clock = movableClock();
let line: Line;
let app: AppPage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  line = await startLine({ clock });
  app = await startAppPage(line, { wallet: { reference: 'user-1' } });
  browser = await launchBrowser();
});
afterEach(async () => page.context().close());
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const wallet = () => page.locator('alter-wallet');
const connection = (account: string) => wallet().getByRole('button', { name: new RegExp(account) });
const connectAs = (login: string, reference = 'user-1') =>
  connectOverHttp(line, { login, session: { user: { reference, display_name: `${reference} of Acme` } } });

describe('the Wallet', () => {
  it('shows what the app did, in words, and what it did not get', async () => {
    const { grantId } = await connectAs('alice');
    await call(line, grantId, { reason: 'Show a profile' });
    await call(line, grantId, { method: 'DELETE', url: `${line.providers['meadow']!.issuer}/api/status/403` });
    ({ page } = await newPage(browser, app.origin));
    await connection('alice@example.com').click();

    const activity = wallet().getByRole('listitem').filter({ hasText: line.providers['meadow']!.host });
    await activity.filter({ hasText: 'Read from' }).filter({ hasText: 'Done' }).waitFor();
    await activity
      .filter({ hasText: 'Tried to delete something at' })
      .filter({ hasText: 'Refused by Meadow' })
      .waitFor();
    await wallet().getByText('Connected the account').waitFor();
    await activity.filter({ hasText: 'Read from' }).locator('summary').click();
    await wallet().getByText('Show a profile').waitFor();
    await wallet()
      .getByRole('listitem')
      .filter({ hasText: /^\s*Read your notes\s*$/ })
      .waitFor();
  });

  it('revokes only after the question, fills in three lines, and the next call is refused', async () => {
    const { grantId } = await connectAs('bob');
    ({ page } = await newPage(browser, app.origin));
    await connection('bob@example.com').click();
    const dialog = wallet().getByRole('dialog');
    await wallet().getByRole('button', { name: 'Revoke access' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await call(line, grantId)).status).toBe(200);

    await wallet().getByRole('button', { name: 'Revoke access' }).click();
    await dialog.getByRole('heading', { name: 'Revoke access to Meadow?' }).waitFor();
    await dialog.getByRole('button', { name: 'Revoke access' }).click();
    for (const done of ['Removed here', 'Meadow told', 'Meadow confirmed']) {
      await dialog.locator('li.done', { hasText: done }).waitFor();
    }
    const refused = await call(line, grantId);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: 'grant_revoked' });
    expect(await line.rows('vault', { grant_id: grantId })).toEqual([]);
    const [row] = await line.rows('audit', { event: 'grant.revoked', grant_id: grantId });
    expect(row?.['detail']).toMatchObject({ by: expect.stringMatching(/^user:/) as string });

    await dialog.getByRole('button', { name: 'Done' }).click();
    await wallet().getByRole('button', { name: 'All connections' }).click();
    await wallet().getByRole('heading', { name: 'Removed' }).waitFor();
  });

  it("shows nothing of another person's, who cannot look at or revoke it by its id either", async () => {
    const mine = await connectAs('carol');
    const others = await connectAs('dave', 'user-2');
    ({ page } = await newPage(browser, app.origin));
    await connection('carol@example.com').waitFor();
    expect(await connection('dave@example.com').count()).toBe(0);

    const as = async (grantId: string, method: string, path = '') => {
      const headers = { authorization: `Bearer ${app.walletSessions.at(-1)!}`, origin: app.origin };
      return fetch(`${line.vault}/wallet/grants/${grantId}${path}`, { method, headers });
    };
    expect((await as(mine.grantId, 'GET')).status).toBe(200);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/activity'],
      ['GET', '/refreshes'],
      ['POST', '/revoke'],
    ] as const) {
      const answer = await as(others.grantId, method, path);
      const absent = await as('00000000-0000-4000-8000-000000000000', method, path);
      expect(answer.status).toBe(404);
      expect(sameBut(await answer.json())).toEqual(sameBut(await absent.json()));
    }
    expect((await call(line, others.grantId)).status).toBe(200);
  });

  it('says when a connection was renewed, and that the provider ended it, with the exact facts below', async () => {
    const { grantId } = await connectAs('frank');
    const headers = () => ({ authorization: `Bearer ${app.walletSessions.at(-1)!}`, origin: app.origin });
    const refreshes = async () =>
      (await (
        await fetch(`${line.vault}/wallet/grants/${grantId}/refreshes`, { headers: headers() })
      ).json()) as unknown;
    const show = async () => {
      ({ page } = await newPage(browser, app.origin));
      await connection('frank@example.com').click();
    };
    await show();
    await wallet().getByText('Not renewed yet').waitFor();
    expect(await refreshes()).toEqual({ refreshes: [] });
    await page.context().close();

    clock.advance(minutes(70));
    expect((await call(line, grantId)).status).toBe(200);
    await endAtProvider();
    clock.advance(minutes(70));
    expect((await call(line, grantId)).status).toBe(403);
    await show();
    const renewals = wallet().locator('.renewals li');
    await expect.poll(() => renewals.locator('.what').allInnerTexts()).toEqual(['Ended by Meadow', 'Renewed']);
    const told = await refreshes();
    expect(told).toMatchObject({
      refreshes: [
        { outcome: 'ended', class: 'permanent', error: 'invalid_grant' },
        { outcome: 'refreshed', class: null, error: null },
      ],
    });
    expect(walletRefreshesAnswer.parse(told)).toEqual(told);
    for (const { value } of line.providers['meadow']!.issued) expect(JSON.stringify(told)).not.toContain(value);
    await renewals.first().locator('summary').click();
    await renewals.first().getByText('permanent').waitFor();
    await renewals.first().getByText('invalid_grant').waitFor();
  });

  it('is refused on a page of another origin, and shows nothing there', async () => {
    await connectAs('alice');
    const elsewhere = await startAppPage(line, {
      routes: {
        '/wallet-session': async () => {
          const body = { user: { reference: 'user-1' }, allowed_origin: app.origin };
          return { type: 'application/json', body: await (await line.post('/sdk/wallet/session', body)).text() };
        },
      },
      wallet: { reference: 'user-1' },
    });
    ({ page } = await newPage(browser, elsewhere.origin));
    await wallet().getByRole('heading', { name: 'Your connections could not be loaded' }).waitFor();
    await wallet().getByText('This page is not allowed to show your connections.').waitFor();
    expect(await wallet().getByText('alice').count()).toBe(0);
    await elsewhere.close();
  });

  it('gets itself a new session when its own has ended, and goes on where it was', async () => {
    await connectAs('erin');
    ({ page } = await newPage(browser, app.origin));
    await connection('erin@example.com').waitFor();
    const before = app.walletSessions.length;
    clock.advance(minutes(11));
    await connection('erin@example.com').click();
    await wallet().getByText('Connected the account').waitFor();
    expect(app.walletSessions).toHaveLength(before + 1);
  });

  it('keeps its token out of web storage and addresses', async () => {
    ({ page } = await newPage(browser, app.origin));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await connection('erin@example.com').click();
    await wallet().getByText('Connected the account').waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]),
    );
    expect(kept + asked.join()).not.toContain('wsess_');
    expect(asked.some((url) => url.startsWith(`${line.vault}/wallet/grants`))).toBe(true);
  });
});

/** As a person does at the provider's own page. */
async function endAtProvider(): Promise<void> {
  const { issuer, issued } = line.providers['meadow']!;
  const { value } = issued.findLast(({ kind }) => kind === 'refresh_token')!;
  await fetch(`${issuer}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`client-meadow:${secretOf('meadow')}`)}` },
    body: new URLSearchParams({ token: value }),
  });
}

/** Refusals that must not differ may differ in these. */
const sameBut = (body: Record<string, unknown>) => ({ ...body, request_id: '', grant_id: '' });
