/** A code to enter at the provider, in a real browser: the person answers in another tab, the page here goes on by itself. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { axeFindings, withAxe } from '../harness/axe.ts';
import { startLine, type Line } from '../harness/line.ts';
import { eventOf, linkFrom, newPage, openPopup, pollOf, startAppPage, type AppPage } from '../harness/people.ts';
import { declaredKinds, startKindsProvider, type KindsProvider } from './kinds-provider.ts';

let provider: KindsProvider;
let line: Line;
let app: AppPage;
let browser: Browser;

beforeAll(async () => {
  provider = await startKindsProvider();
  line = await startLine({ catalog: { lantern: declaredKinds(provider, ['device_code']) } });
  app = await startAppPage(line, { session: { allowed_providers: ['lantern'] } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
  await provider.close();
});

const codeOf = (page: Page) => page.locator('alter-code-view .code').innerText();

/** Signs in and allows at the provider, whose page has the code already. */
async function allowAt(page: Page): Promise<void> {
  await page.locator('button[autofocus]').click();
  await page.locator('input[name=login]').fill('alice');
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Sign-in Success' }).waitFor();
}

describe('a provider with a code', () => {
  it('is connected from a popup: the code is shown, entered in another tab, and the app hears of it', async () => {
    const { page, context } = await newPage(browser, app.origin);
    await withAxe(context);
    const popup = await openPopup(page);
    await popup
      .getByRole('heading', { name: 'Enter this code at Lantern' })
      .or(popup.getByRole('button', { name: /^Connect / }))
      .first()
      .waitFor();
    const click = popup.getByRole('button', { name: /^Connect / });
    if (await click.isVisible()) await click.click();
    await popup.getByRole('heading', { name: 'Enter this code at Lantern' }).waitFor();
    const code = await codeOf(popup);
    expect(await axeFindings(popup)).toEqual([]);

    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      popup.getByRole('link', { name: /^Open Lantern/ }).click(),
    ]);
    expect(tab.url()).toContain(encodeURIComponent(code));
    await allowAt(tab);
    const { detail } = await eventOf(page, 'alter-success');
    expect(await pollOf(line, app)).toMatchObject({
      status: 'completed',
      grants: [{ grant_id: detail?.grants?.[0]?.grant_id, provider_id: 'lantern', account_identifier: 'alice' }],
    });
    await context.close();
  });

  it('is connected from a phone’s page by keyboard, over a reload, and shows the result', async () => {
    const { connect_url } = await linkFrom(line, { allowed_providers: ['lantern'] });
    const { page, context } = await newPage(browser, connect_url, { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Connect Lantern' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter this code at Lantern' }).waitFor();
    const code = await codeOf(page);
    await page.reload();
    await page.getByRole('heading', { name: 'Enter this code at Lantern' }).waitFor();
    expect(await codeOf(page)).toBe(code);

    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy code' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);

    const link = page.getByRole('link', { name: /^Open Lantern/ });
    await link.focus();
    const [tab] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
    await allowAt(tab);
    await page.getByRole('heading', { name: 'Lantern is connected' }).waitFor();
    await context.close();
  });
});
