/** A browser that refuses the window: the person is told, and goes on without one. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchPopupBlocker } from '../harness/browsers.ts';
import { startLine, type Line } from '../harness/line.ts';
import { eventOf, newPage, pollOf, signInAt, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;

beforeAll(async () => {
  line = await startLine();
  app = await startAppPage(line, {
    returns: true,
    head: '<script defer src="/at-once.js"></script>',
    routes: { '/at-once.js': () => ({ type: 'text/javascript', body: atOnce }) },
  });
  browser = await launchPopupBlocker();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

/** Opens without any click, as a page that wants to be clever does. */
const atOnce = `if (location.search === '?at-once')
  customElements.whenDefined('alter-connect').then(() => document.querySelector('alter-connect').open());`;

describe('a blocked popup', () => {
  it('is told as `popup_blocked` when the page opens it without a click, and no session is minted', async () => {
    const { page, context } = await newPage(browser, `${app.origin}/?at-once`);

    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'popup_blocked' });
    expect(context.pages()).toHaveLength(1);
    expect(app.sessions).toHaveLength(0);
    await context.close();
  });

  it('offers to go on in the same window, and that way connects', async () => {
    const { page, context } = await newPage(browser, app.origin, {}, () => (window.open = () => null));
    await page.getByRole('button', { name: 'Connect Meadow' }).click();
    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'popup_blocked' });

    await page.getByRole('button', { name: 'Continue on this page' }).click();
    await page.getByRole('button', { name: 'Connect Meadow' }).click();
    await signInAt(page);
    await page.waitForURL(`${app.origin}/`);
    const grant = (await eventOf(page, 'alter-success')).detail?.grants?.[0];
    expect(await pollOf(line, app)).toMatchObject({ status: 'completed', grants: [{ grant_id: grant?.grant_id }] });
    expect(page.url()).toBe(`${app.origin}/`);
    await context.close();
  });
});
