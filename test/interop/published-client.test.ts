/** `@alter-ai/connect` 0.8.0 as it was published, in a real browser, against this server and a real provider. */
import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { startLine, type Line } from '../harness/line.ts';
import { denyAt, newPage, signInAt } from '../harness/people.ts';
import {
  calledBack,
  publishedClient,
  returnOf,
  seenBy,
  startPublishedPage,
  type PublishedPage,
  type PublishedPageOptions,
  type SeenGrant,
} from './published-page.ts';

let line: Line;
let browser: Browser;
const clock = movableClock();
const pages: PublishedPage[] = [];

beforeAll(async () => {
  line = await startLine({
    providers: { meadow: { name: 'Meadow' }, harbor: { name: 'Harbor' }, quarry: { name: 'Quarry', coop: true } },
    clock,
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  for (const page of pages) await page.close();
  await line.close();
});

async function appWith(options: PublishedPageOptions): Promise<PublishedPage> {
  const page = await startPublishedPage(line, options);
  pages.push(page);
  return page;
}

const only = (...providers: string[]) => ({ session: { allowed_providers: providers } });

/** The page's own button; the published client then opens its window. */
async function openWindow(page: Page): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#connect')]);
  return popup;
}

/** The published client does not shake hands, so the person is told who asks, for whom and what for, and clicks. */
async function confirmAt(popup: Page, provider: string): Promise<void> {
  await popup.getByRole('heading', { name: `Connect ${provider} to Acme` }).waitFor();
  await popup.getByText('Signed in to Acme as alice@example.com').waitFor();
  await popup.getByText('read your notes').waitFor();
  await popup.getByRole('button', { name: `Connect ${provider}` }).click();
}

async function poll(app: PublishedPage): Promise<{ status: string; [field: string]: unknown }> {
  const answer = await line.post('/sdk/oauth/connect/session/poll', { session_token: app.sessions.at(-1) });
  return (await answer.json()) as { status: string };
}

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  userAgent: 'Mozilla/5.0 (Linux; Android 15; Phone) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
};

describe('the published browser client in a popup', () => {
  it('is the file of the release 0.8.0, unmodified', () => {
    expect(createHash('sha256').update(publishedClient).digest('hex')).toBe(
      '9f7dba2c9e226adc314cb49c84d40302f46731eb6d878e2b16dc0a3c35b02783',
    );
  });

  it('calls onSuccess with the grant that poll knows, after the page that names app, user and scopes', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    await confirmAt(popup, 'Meadow');
    await signInAt(popup);
    const grants = (await calledBack(page, 'onSuccess')) as SeenGrant[];
    expect(grants).toEqual([
      {
        grant_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        provider: 'meadow',
        provider_name: 'Meadow',
        account_identifier: 'alice@example.com',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        operation: 'creation',
        scopes: expect.arrayContaining(['read', 'write']) as unknown,
        status: 'active',
        metadata: { account_display_name: 'Alice', account_email: 'alice@example.com' },
      },
    ]);
    expect(await poll(app)).toMatchObject({
      status: 'completed',
      grants: [{ grant_id: grants[0]?.grant_id, provider_id: 'meadow', operation: 'creation' }],
    });
    expect((await seenBy(page)).map(({ name }) => name)).toEqual(['onEvent', 'on success', 'onSuccess', 'on close']);
    await expect.poll(() => popup.isClosed()).toBe(true);
    await context.close();
  });

  it('gets two providers of one session as one message with two grants, after Done', async () => {
    const app = await appWith(only('meadow', 'harbor', 'quarry'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    for (const provider of ['Meadow', 'Harbor']) {
      await popup.getByRole('heading', { name: 'Connect your accounts' }).waitFor();
      await popup.getByRole('button', { name: provider }).click();
      await confirmAt(popup, provider);
      await signInAt(popup, 'bob');
    }
    await popup.getByRole('button', { name: 'Done' }).click();
    const grants = (await calledBack(page, 'onSuccess')) as SeenGrant[];
    expect(grants.map(({ provider, account_identifier }) => [provider, account_identifier])).toEqual([
      ['meadow', 'bob@example.com'],
      ['harbor', 'bob@example.com'],
    ]);
    const told = (await poll(app)) as unknown as { grants: { grant_id: string }[] };
    expect(told.grants.map(({ grant_id }) => grant_id)).toEqual(grants.map(({ grant_id }) => grant_id));
    expect((await seenBy(page)).filter(({ name }) => name === 'onSuccess')).toHaveLength(1);
    await context.close();
  });

  it('calls onError with access_denied when the person says no at the provider', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    await confirmAt(popup, 'Meadow');
    await denyAt(popup);
    expect(await calledBack(page, 'onError')).toEqual({
      code: 'access_denied',
      message: 'Access was not allowed. Nothing was connected.',
      details: {
        type: 'alter_connect_error',
        error: 'access_denied',
        error_description: 'Access was not allowed. Nothing was connected.',
      },
    });
    expect(await poll(app)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
    await context.close();
  });

  it('calls onError with access_denied when the person cancels on our page', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    await popup.getByRole('button', { name: 'Cancel' }).click();
    expect(await calledBack(page, 'onError')).toMatchObject({ code: 'access_denied' });
    await context.close();
  });

  it('calls onExit when the person closes the window, and can open again', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    await popup.getByRole('button', { name: 'Connect Meadow' }).waitFor();
    await popup.close();
    await calledBack(page, 'onExit');
    expect(await poll(app)).toEqual({ status: 'pending' });

    const again = await openWindow(page);
    await confirmAt(again, 'Meadow');
    await signInAt(again);
    expect(await calledBack(page, 'onSuccess')).toMatchObject([{ provider: 'meadow' }]);
    await context.close();
  });

  it('calls onError with session_expired when the token is too old', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    await page.route('**/session', async (route) => {
      const response = await route.fetch();
      clock.advance(minutes(10) + 1000);
      await route.fulfill({ response });
    });
    await openWindow(page);
    expect(await calledBack(page, 'onError')).toMatchObject({
      code: 'session_expired',
      message: 'This link has expired. Nothing was connected.',
    });
    expect(await poll(app)).toEqual({ status: 'expired' });
    await context.close();
  });

  it('tells the person that a made-up token is not known; the page hears only the closed window', async () => {
    const app = await appWith(only('meadow'));
    const { page, context } = await newPage(browser, app.origin);
    await page.route('**/session', (route) => route.fulfill({ json: { session_token: 'sess_of-nobody' } }));
    const popup = await openWindow(page);
    await popup.getByRole('heading', { name: 'This link is not known' }).waitFor();
    await popup.close();
    await calledBack(page, 'onExit');
    expect((await seenBy(page)).map(({ name }) => name)).not.toContain('onError');
    await context.close();
  });

  // Its window counts as closed as soon as the provider cuts the opener; 0.8.0 asks nobody else. Back ends poll.
  it('calls onExit when the provider cuts the opener, while the grant is made and shows in poll', async () => {
    const app = await appWith(only('quarry'));
    const { page, context } = await newPage(browser, app.origin);
    const popup = await openWindow(page);
    await confirmAt(popup, 'Quarry');
    await calledBack(page, 'onExit');
    await signInAt(popup);
    await expect.poll(async () => (await poll(app)).status).toBe('completed');
    expect(await poll(app)).toMatchObject({ grants: [{ provider_id: 'quarry', operation: 'creation' }] });
    expect((await seenBy(page)).map(({ name }) => name)).not.toContain('onSuccess');
    await context.close();
  });
});

describe('the published browser client on a phone', () => {
  it('comes back to the page with the grant that poll knows, and leaves a clean address', async () => {
    const app = await appWith({ ...only('meadow'), returns: true });
    const { page, context } = await newPage(browser, `${app.origin}/?tab=accounts`, phone);
    await page.click('#connect');
    await confirmAt(page, 'Meadow');
    const returned = returnOf(page);
    await signInAt(page, 'carol');
    const { words, value } = await returned;
    expect(words).toBe('OAuth redirect return - success:');
    const told = (await poll(app)) as unknown as { grants: { grant_id: string }[] };
    expect(value).toEqual([
      {
        grant_id: told.grants[0]?.grant_id,
        provider: 'meadow',
        provider_name: 'Meadow',
        account_identifier: 'carol@example.com',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        operation: 'creation',
        scopes: expect.arrayContaining(['read', 'write']) as unknown,
        status: 'active',
      },
    ]);
    expect(page.url()).toBe(`${app.origin}/?tab=accounts`);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    // Its known fault: it emits before anybody can listen. The log above is the only witness.
    expect(await seenBy(page)).toEqual([]);
    await context.close();
  });

  it('comes back with access_denied when the person says no', async () => {
    const app = await appWith({ ...only('meadow'), returns: true });
    const { page, context } = await newPage(browser, app.origin, phone);
    await page.click('#connect');
    await confirmAt(page, 'Meadow');
    const returned = returnOf(page);
    await denyAt(page);
    await page.getByRole('button', { name: 'Back to Acme' }).click();
    expect(await returned).toEqual({
      words: 'OAuth redirect return - error:',
      value: { code: 'access_denied', message: 'Access was not allowed. Nothing was connected.' },
    });
    expect(page.url()).toBe(`${app.origin}/`);
    expect(await poll(app)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
    await context.close();
  });
});
