/** Callbacks that come again, or from a browser that did not begin: a page each, and one audit row a flow. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import { linkFrom, signInAt } from '../harness/people.ts';

let line: Line;
let browser: Browser;
let mine: BrowserContext;

beforeAll(async () => {
  line = await startLine();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await line.close();
});

const refusals = () => line.rows('audit', { event: 'connect.refused' });
const newestFlow = async () => (await line.rows('flows')).at(-1);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

/** Signs in, and stops the browser right before the vault's callback. */
async function stoppedAtCallback(): Promise<{ page: Page; callback: string }> {
  mine = await browser.newContext({ locale: 'en-US' });
  const page = await mine.newPage();
  const network = await mine.newCDPSession(page);
  const stopped = new Promise<string>((resolve) => {
    network.on('Fetch.requestPaused', ({ requestId, request }) => {
      resolve(request.url);
      void network.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    });
  });
  await network.send('Fetch.enable', { patterns: [{ urlPattern: '*/oauth/callback/*' }] });
  const { connect_url: link } = await linkFrom(line);
  await page.goto(link);
  await signInAt(page);
  const callback = await stopped;
  await network.send('Fetch.disable');
  return { page, callback };
}

describe('a callback that was visited already', () => {
  it('shows `state_consumed` and connects nothing more; repeats are counted, not rows', async () => {
    const { page, callback } = await stoppedAtCallback();
    await page.goto(callback);
    expect(await heading(page)).toBe('Meadow is connected');
    const before = await line.rows('grants');

    for (let visit = 0; visit < 3; visit++) {
      await page.goto(callback);
      expect(new URL(page.url()).searchParams.get('problem')).toBe('state_consumed');
      expect(page.url()).not.toContain('code=');
      expect(await heading(page)).toBe('This sign-in was already used');
    }
    expect(await refusals()).toMatchObject([{ decision: 'state_consumed' }]);
    expect(await newestFlow()).toMatchObject({ refusals: 3 });
    expect(await line.rows('grants')).toEqual(before);
    expect(line.providers['meadow']!.tokenCalls).toEqual(['authorization_code']);
    await mine.close();
  });
});

describe('a callback in another browser', () => {
  it('is told so, consumes nothing, and leaves the flow usable where it began', async () => {
    const { page, callback } = await stoppedAtCallback();
    const before = { refusals: (await refusals()).length, grants: (await line.rows('grants')).length };
    const strangers = await browser.newContext({ locale: 'en-US' });
    const stranger = await strangers.newPage();
    for (let visit = 0; visit < 2; visit++) {
      await stranger.goto(callback);
      expect(await heading(stranger)).toBe('This is another browser');
    }
    await strangers.close();
    expect(await newestFlow()).toMatchObject({ consumed_at: null, refusals: 2 });
    expect(await refusals()).toHaveLength(before.refusals + 1);
    expect((await refusals()).at(-1)).toMatchObject({ decision: 'other_browser' });
    expect(await line.rows('grants')).toHaveLength(before.grants);

    await page.goto(callback);
    expect(await heading(page)).toBe('Meadow is connected');
    await mine.close();
  });
});
