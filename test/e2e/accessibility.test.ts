/** axe finds nothing, in light and dark: the app's page with our elements, and every page of ours on the way. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { axeFindings, withAxe } from '../harness/axe.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { denyAt, eventOf, hear, linkFrom, openPopup, signInAt, startAppPage, type AppPage } from '../harness/people.ts';

const clock = movableClock();
let line: Line;
let app: AppPage;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  line = await startLine({ clock, providers: { meadow: { name: 'Meadow' }, brook: { name: 'Brook' } } });
  app = await startAppPage(line, {
    wallet: { reference: 'user-1' },
    element: `<alter-connect session-url="/session" base-url="${line.vault}" providers="meadow:Meadow, brook:Brook"></alter-connect>`,
    session: { allowed_providers: ['meadow'] },
  });
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-US' });
  await withAxe(context);
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const heading = (name: string) => page.getByRole('heading', { name }).waitFor();
const flawless = async (one = page): Promise<void> => {
  expect(await axeFindings(one)).toEqual([]);
};

describe("the app's page", () => {
  it('is flawless idle, with the menu open, while waiting and when connected', async () => {
    await page.goto(app.origin);
    await page.locator('alter-wallet').getByText('No app can act for you.').waitFor();
    await flawless();
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('menu').waitFor();
    await flawless();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('menuitem', { name: 'Meadow' }).click(),
    ]);
    await hear(page, 'Finish in the popup');
    await flawless();
    await signInAt(popup);
    await eventOf(page, 'alter-success');
    await flawless();
  });

  it('is flawless when it failed', async () => {
    await page.goto(app.origin);
    await page.getByRole('button', { name: 'Connect an account' }).click();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('menuitem', { name: 'Meadow' }).click(),
    ]);
    await denyAt(popup);
    await eventOf(page, 'alter-error');
    await flawless();
    await popup.getByRole('heading', { name: 'You said no' }).waitFor();
    await flawless(popup);
    await popup.close();
  });
});

describe("the vault's pages", () => {
  const both = { allowed_providers: ['meadow', 'brook'] };
  const goto = async (session: Record<string, unknown> = {}) => page.goto((await linkFrom(line, session)).connect_url);

  it('are flawless in the list, what the app can do opened, and after a connection', async () => {
    await goto(both);
    await heading('Connect your accounts');
    await flawless();
    await page.getByText('What Acme can do').click();
    await page.getByText('write notes as you').first().waitFor();
    await flawless();
    await page.getByRole('listitem').filter({ hasText: 'Meadow' }).getByRole('button').click();
    await signInAt(page);
    await page.getByText('Meadow is connected. Connect another, or choose Done.').waitFor();
    await flawless();
    await page.getByRole('button', { name: 'Done' }).click();
    await heading('Meadow is connected');
    await flawless();
  });

  it('are flawless in the naming page, named or not, and its exact permissions', async () => {
    await goto();
    await heading('Connect Meadow to Acme');
    await flawless();
    await page.getByText('Exact permissions').click();
    await flawless();
    await goto({ user: { reference: 'nameless' } });
    await page.getByText('Acme did not say whose account this is.').waitFor();
    await flawless();
  });

  it('are flawless when the person said no, stopped, or came too late', async () => {
    await goto(both);
    await page.getByRole('listitem').filter({ hasText: 'Brook' }).getByRole('button').click();
    await page.getByRole('button', { name: 'Connect Brook' }).click();
    await denyAt(page);
    await heading('You said no');
    await flawless();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await heading('You stopped here');
    await flawless();
    const { connect_url: link } = await linkFrom(line);
    clock.advance(minutes(11));
    await page.goto(link);
    await heading('This link has expired');
    await flawless();
  });

  it('are flawless in every problem that an address can name', async () => {
    for (const problem of ['state_consumed', 'other_browser', 'flow_expired', 'state_unknown', 'service_unavailable']) {
      await page.goto(`${line.vault}/sdk/oauth/connect?problem=${problem}&ref=0b5c`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await flawless();
    }
  });
});

describe('the Wallet', () => {
  it('is flawless in list, connection, dialog and after revocation', async () => {
    const { grantId } = await connectOverHttp(line);
    await call(line, grantId);
    await page.goto(app.origin);
    const wallet = page.locator('alter-wallet');
    await wallet
      .getByRole('button', { name: /Meadow/ })
      .first()
      .click();
    await wallet.getByText('Connected the account').first().waitFor();
    await flawless();
    await wallet.getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').waitFor();
    await flawless();
    await wallet.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').getByText('Meadow confirmed').first().waitFor();
    await flawless();
    await page.keyboard.press('Escape');
    await flawless();
  });
});

describe('the popup', () => {
  it('is flawless as it is opened by the page', async () => {
    const single = await startAppPage(line, { session: { allowed_providers: ['meadow', 'brook'] } });
    await page.goto(single.origin);
    const popup = await openPopup(page);
    await popup.getByRole('heading', { name: 'Connect your accounts' }).waitFor();
    await flawless(popup);
    await popup.close();
    await single.close();
  });
});
