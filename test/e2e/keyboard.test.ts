/** A whole connect and a whole revocation with Tab, Enter and Escape alone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { eventOf, newPage, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;

beforeAll(async () => {
  line = await startLine({ providers: { meadow: { name: 'Meadow' }, brook: { name: 'Brook' } } });
  app = await startAppPage(line, { wallet: { reference: 'user-1' } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const isFocused = (locator: Locator) =>
  locator.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);

/** Tabs until it has the focus. @throws after more stops than any page of ours has */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor();
  for (let stop = 0; stop < 30; stop++) {
    if (await isFocused(locator)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(locator)}`);
}

async function enter(page: Page, locator: Locator): Promise<void> {
  await tabTo(page, locator);
  await page.keyboard.press('Enter');
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** From the list to the provider and back to the list; the page may ask for one click first. */
async function connectOne(popup: Page, name: string): Promise<void> {
  await enter(popup, popup.getByRole('listitem').filter({ hasText: name }).getByRole('button'));
  const field = popup.locator('#login');
  const confirm = button(popup, `Connect ${name}`);
  await field.or(confirm).waitFor();
  if (await confirm.isVisible()) await enter(popup, confirm);
  await field.waitFor();
  await expect.poll(() => isFocused(field)).toBe(true);
  await popup.keyboard.press('Enter');
  await enter(popup, popup.locator('#allow'));
}

describe('without a pointer', () => {
  it('a person connects an account out of two, and is done', async () => {
    const { page, context } = await newPage(browser, app.origin);
    const opened = page.waitForEvent('popup');
    await enter(page, button(page, 'Connect Meadow'));
    const popup = await opened;
    await popup.getByRole('heading', { name: 'Connect your accounts' }).waitFor();
    await expect.poll(() => isFocused(popup.getByRole('heading', { name: 'Connect your accounts' }))).toBe(true);

    await connectOne(popup, 'Meadow');
    await popup.getByText('Meadow is connected. Connect another, or choose Done.').waitFor();
    await enter(popup, button(popup, 'Done'));
    expect((await eventOf(page, 'alter-success')).detail?.grants).toHaveLength(1);
    await context.close();
  });

  it('a person opens the Wallet, looks, revokes, and the focus is never lost', async () => {
    await connectOverHttp(line, { provider: 'brook' });
    const { page, context } = await newPage(browser, app.origin);
    const wallet = page.locator('alter-wallet');
    await enter(page, wallet.getByRole('button', { name: /Brook/ }));
    const heading = wallet.getByRole('heading', { name: 'Brook' });
    await heading.waitFor();
    await expect.poll(() => isFocused(heading)).toBe(true);

    const ask = wallet.getByRole('button', { name: 'Revoke access' });
    await enter(page, ask);
    const dialog = wallet.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => isFocused(ask)).toBe(true);

    await page.keyboard.press('Enter');
    await enter(page, dialog.getByRole('button', { name: 'Revoke access' }));
    await dialog.getByText('Brook confirmed').first().waitFor();
    await enter(page, dialog.getByRole('button', { name: 'Done' }));
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => isFocused(heading)).toBe(true);
    await context.close();
  });
});
