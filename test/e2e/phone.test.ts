/** A phone: the whole page goes to the provider and comes back; what its address then claims is not believed. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import { eventOf, eventsOf, hear, newPage, pollOf, signInAt, startAppPage, type AppPage } from '../harness/people.ts';

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
};

let line: Line;
let app: AppPage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  line = await startLine();
  app = await startAppPage(line, { returns: true });
  browser = await launchBrowser();
});
afterEach(async () => page.context().close());
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const tapConnect = () => page.getByRole('button', { name: 'Connect Meadow' }).tap();

/** At the vault's page, with the session pending and its ticket kept by the app's page. */
async function leave(): Promise<void> {
  ({ page } = await newPage(browser, app.origin, phone));
  await tapConnect();
  await page.getByRole('heading', { name: 'Connect Meadow to Acme' }).waitFor();
}

const forged = (grantId: string) =>
  `${app.origin}/?alter_connect_success=true&grant_id=${grantId}&provider=meadow&provider_name=Meadow` +
  '&account_identifier=mallory%40example.com&timestamp=2026-01-01T00%3A00%3A00Z&operation=creation&scopes=read&status=active';
const foreign = 'deadbeef-0000-4000-8000-000000000000';

describe('on a phone', () => {
  it('opens no window, and tells success from the server when the person is back, with a clean address', async () => {
    await leave();
    expect(page.context().pages()).toHaveLength(1);
    await signInAt(page);
    await page.waitForURL(`${app.origin}/**`);
    const grant = (await eventOf(page, 'alter-success')).detail?.grants?.[0];

    expect(await pollOf(line, app)).toMatchObject({ status: 'completed', grants: [{ grant_id: grant?.grant_id }] });
    expect(page.url()).toBe(`${app.origin}/`);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await hear(page, 'Connected: alice@example.com');
  });

  it('tells a denial, and that nothing was connected', async () => {
    await leave();
    await page.getByRole('button', { name: 'Connect Meadow' }).tap();
    await page.locator('#deny').tap();
    await page.getByRole('heading', { name: 'You said no' }).waitFor();
    await page.getByRole('button', { name: 'Back to Acme' }).tap();
    await page.waitForURL(`${app.origin}/**`);

    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'access_denied' });
    expect(page.url()).toBe(`${app.origin}/`);
  });

  it('asks nothing of anybody for a person who just turns round', async () => {
    await leave();
    await page.goBack();
    await page.getByRole('button', { name: 'Connect Meadow' }).waitFor();
    expect(await eventsOf(page)).not.toContain('alter-success');
    expect(await pollOf(line, app)).toMatchObject({ status: 'pending' });
  });
});

describe('a forged result in the address', () => {
  it('is no success for a page that nobody left', async () => {
    ({ page } = await newPage(browser, forged(foreign), phone));
    await tapConnect();
    await signInAt(page);
    await page.waitForURL(`${app.origin}/**`);
    const { detail } = await eventOf(page, 'alter-success');

    expect(detail?.grants?.map(({ grant_id }) => grant_id)).not.toContain(foreign);
    expect(await eventsOf(page)).toEqual(['alter-success']);
  });

  it('is no success while the real session is pending, and the real result still comes', async () => {
    await leave();
    const atVault = page.url();
    await page.goto(forged(foreign));
    await hear(page, 'Finish in the popup');
    expect(await eventsOf(page)).toEqual([]);
    expect(page.url()).toBe(`${app.origin}/`);

    const other = await page.context().newPage();
    await other.goto(atVault);
    await signInAt(other);
    const { detail } = await eventOf(page, 'alter-success');
    expect(await pollOf(line, app)).toMatchObject({ grants: [{ grant_id: detail?.grants?.[0]?.grant_id }] });
    expect(detail?.grants?.[0]?.grant_id).not.toBe(foreign);
  });
});
