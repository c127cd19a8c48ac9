/** "I open a session as myself and send you the link": nobody leaves for a provider without knowing for whom. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startHostPage } from '../harness/host-page.ts';
import { startLine, type Line } from '../harness/line.ts';
import {
  addressesOf,
  eventOf,
  linkFrom,
  newPage,
  openPopup,
  signInAt,
  startAppPage,
  type AppPage,
} from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;
let context: BrowserContext;
let visited: string[];

beforeAll(async () => {
  line = await startLine();
  app = await startAppPage(line);
  browser = await launchBrowser();
});
beforeEach(async () => {
  context = await browser.newContext({ locale: 'en-US' });
  visited = addressesOf(context);
});
afterEach(async () => context.close());
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const atProvider = () => visited.filter((url) => url.startsWith(line.providers['meadow']!.issuer));
const lent = (more: object = {}) =>
  linkFrom(line, { user: { reference: 'mallory', display_name: 'mallory@example.com' }, ...more });
const lastConsent = async () =>
  JSON.stringify((await line.rows('audit', { event: 'connect.started' })).at(-1)?.['detail']);

/** The page that names app, account and scopes; nothing has gone to the provider. */
async function expectNamed(page: Page, user: string): Promise<void> {
  await page.getByRole('heading', { name: 'Connect Meadow to Acme' }).waitFor();
  expect(await page.getByText('Signed in to Acme as').textContent()).toContain(user);
  expect(await page.getByText('Write notes as you').or(page.getByText('write notes as you')).count()).toBe(1);
  expect(atProvider()).toEqual([]);
}

describe('a link that somebody sent', () => {
  it('names the app, the account and the scopes, and leaves only after the click', async () => {
    const page = await context.newPage();
    await page.goto((await lent()).connect_url);
    await expectNamed(page, 'mallory@example.com');

    await page.getByRole('button', { name: 'Connect Meadow' }).click();
    await page.locator('#login').waitFor();
    expect(atProvider()).not.toEqual([]);
    expect(await lastConsent()).toContain('"consent":"click"');
  });

  it('says that the app did not say whose account it is, when it did not, and shows no bare reference', async () => {
    const page = await context.newPage();
    await page.goto((await lent({ user: { reference: 'user-4711' } })).connect_url);
    await page.getByText('Acme did not say whose account this is.').waitFor();
    expect(await page.getByText('user-4711').count()).toBe(0);
  });

  it('is "another browser" once somebody else has opened it, who can still go on', async () => {
    const { connect_url: link } = await lent();
    const first = await context.newPage();
    await first.goto(link);
    await expectNamed(first, 'mallory@example.com');

    const { page: second, context: strangers } = await newPage(browser, link);
    await second.getByRole('heading', { name: 'This is another browser' }).waitFor();
    expect(await second.getByText('mallory').count()).toBe(0);
    await strangers.close();

    await signInAt(first);
    await first.getByRole('heading', { name: 'Meadow is connected' }).waitFor();
  });
});

describe('the handshake', () => {
  it('spares the click only for the page that minted the session in its own click', async () => {
    const page = await context.newPage();
    await page.goto(app.origin);
    const popup = await openPopup(page);
    await popup.locator('#login').waitFor();
    expect(await lastConsent()).toContain('"consent":"handshake"');
  });

  it('is not given to a session that the page was handed', async () => {
    const handed = await lent({ allowed_origin: app.origin });
    const page = await context.newPage();
    await page.goto(app.origin);
    await page.locator('alter-connect').evaluate((element, token) => {
      element.removeAttribute('session-url');
      element.setAttribute('session-token', token);
    }, handed.session_token);
    await expectNamed(await openPopup(page), 'mallory@example.com');
  });

  it("is not given to another session that a third site steers the app's popup to", async () => {
    const page = await context.newPage();
    await page.goto(app.origin);
    const popup = await openPopup(page);
    await popup.locator('#login').waitFor();
    visited.length = 0;
    // The opener, its origin and the window all still match: only the session is another.
    const { connect_url: other } = await lent({ allowed_origin: app.origin });
    await popup.goto(other);
    await expectNamed(popup, 'mallory@example.com');
  });

  it('leaves no window name by which a third site could find the popup', async () => {
    const page = await context.newPage();
    await page.goto(app.origin);
    const popup = await openPopup(page);
    // It navigates while it is asked: then the question is put again.
    await expect.poll(() => popup.evaluate(() => window.name).catch(() => null)).toBe('');
  });

  it("is not given to a third site that opens the link itself and answers in the app's name", async () => {
    const third = await startHostPage({ '/': () => ({ body: '<!doctype html><title>Third</title>' }) });
    const page = await context.newPage();
    await page.goto(third.origin.replace('localhost', '127.0.0.1'));
    const { connect_url: link } = await lent({ allowed_origin: app.origin });
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(steer, link)]);
    await expectNamed(popup, 'mallory@example.com');
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
    await third.close();
  });

  it('is not given to our own client on a page of another origin, which cannot watch the session either', async () => {
    const elsewhere = await startAppPage(line, { session: { allowed_origin: app.origin } });
    const page = await context.newPage();
    await page.goto(elsewhere.origin);
    const popup = await openPopup(page);
    await expectNamed(popup, 'alice@example.com');
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await elsewhere.close();
  });
});

describe('a result', () => {
  it('is told to the origin of the session and to no other opener', async () => {
    const third = await startHostPage({ '/': () => ({ body: '<!doctype html><title>Third</title>' }) });
    const page = await context.newPage();
    await page.goto(third.origin);
    const { connect_url: link } = await lent({ allowed_origin: app.origin });
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(steer, link)]);
    await signInAt(popup);
    await popup
      .getByRole('heading', { name: 'Meadow is connected' })
      .waitFor()
      .catch(() => undefined);
    if (!popup.isClosed()) await popup.waitForEvent('close');
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
    await third.close();
  });

  it("reaches the app's page once", async () => {
    const page = await context.newPage();
    await page.goto(app.origin);
    await signInAt(await openPopup(page));
    expect((await eventOf(page, 'alter-success')).detail?.grants).toHaveLength(1);
  });
});

/** A page of a third site: opens the link, and answers whatever it might be asked, again and again. */
function steer(link: string): void {
  const heard: unknown[] = [];
  Object.assign(window, { heard });
  addEventListener('message', ({ data }) => heard.push(data));
  const popup = window.open(link, 'steered', 'width=500,height=700');
  const nonce = '0'.repeat(32);
  const forge = (): void => popup?.postMessage({ type: 'alter_connect_here', session_id: '', nonce }, '*');
  setInterval(forge, 20);
}
