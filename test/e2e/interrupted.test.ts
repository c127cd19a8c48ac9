/** Windows that lose sight of each other: the result belongs to the session, so it arrives all the same. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import {
  eventOf,
  eventsOf,
  hear,
  newPage,
  openPopup,
  pollOf,
  signInAt,
  startAppPage,
  type AppPage,
} from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  line = await startLine({ providers: { meadow: { name: 'Meadow', coop: true } } });
  app = await startAppPage(line);
  browser = await launchBrowser();
});
afterEach(async () => page.context().close());
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const successOf = async (): Promise<string | undefined> =>
  (await eventOf(page, 'alter-success')).detail?.grants?.[0]?.grant_id;

describe('a provider that cuts the opener (Cross-Origin-Opener-Policy: same-origin)', () => {
  it('still gives its result to the page, by the watch on the server', async () => {
    ({ page } = await newPage(browser, app.origin));
    const popup = await openPopup(page);
    await signInAt(popup);
    await popup.waitForURL(`${line.vault}/**`).catch(() => undefined);
    const opener = popup.isClosed() ? null : await popup.evaluate(() => window.opener as unknown).catch(() => null);

    expect(opener).toBeNull();
    expect(await pollOf(line, app)).toMatchObject({ grants: [{ grant_id: await successOf() }] });
    expect(await eventsOf(page)).toEqual(['alter-open', 'alter-success']);
  });
});

describe("the app's page, reloaded while the person is at the provider", () => {
  it('fires its success event after the reload', async () => {
    ({ page } = await newPage(browser, app.origin));
    const popup = await openPopup(page);
    await popup.locator('#login').waitFor();
    await page.reload();
    await hear(page, 'Finish in the popup');
    await signInAt(popup);

    expect(await pollOf(line, app)).toMatchObject({ grants: [{ grant_id: await successOf() }] });
    expect(await eventsOf(page)).toEqual(['alter-success']);
  });

  it('keeps nothing of the session in web storage but the read-only ticket', async () => {
    ({ page } = await newPage(browser, app.origin));
    const popup = await openPopup(page);
    await popup.locator('#login').waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    expect(kept).toContain('watch_');
    expect(kept).not.toContain(app.sessions.at(-1));
    await signInAt(popup);
    await successOf();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});

describe('the Connect page, reloaded in the middle', () => {
  it('goes on with the same session, without its token in the address', async () => {
    ({ page } = await newPage(browser, app.origin, {}));
    const popup = await openPopup(page);
    await popup.locator('#login').waitFor();
    // Back at the vault by the person's own hand, as if the provider had been a mistake.
    await popup.goto(`${line.vault}/sdk/oauth/connect?id=${await sessionId()}&display=popup`);
    const heading = popup.getByRole('heading', { name: 'Connect Meadow to Acme' });
    await heading.waitFor();
    await popup.reload();
    await heading.waitFor();
    expect(popup.url()).not.toContain('sess_');
    await signInAt(popup);

    expect(await pollOf(line, app)).toMatchObject({ grants: [{ grant_id: await successOf() }] });
  });

  const sessionId = async () => String((await line.rows('connect_sessions')).at(-1)!['id']);
});
