/** App and vault on two sites, in a browser that keeps no third-party cookies: nothing of ours needs them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { refuseThirdPartyCookies } from '../harness/browsers.ts';
import { startHostPage, type HostPage } from '../harness/host-page.ts';
import { startLine, type Line } from '../harness/line.ts';
import { connect, newPage, pollOf, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let tracker: HostPage;
let browser: Browser;

beforeAll(async () => {
  line = await startLine({ vaultHost: '127.0.0.1' });
  app = await startAppPage(line);
  tracker = await startHostPage({
    '/pixel': () => ({
      headers: {
        'set-cookie': 'seen=before; Path=/; SameSite=None; Secure',
        'access-control-allow-origin': app.origin,
        'access-control-allow-credentials': 'true',
      },
      body: '',
    }),
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await tracker.close();
  await app.close();
  await line.close();
});

async function appPage(): Promise<Page> {
  const { page } = await newPage(browser, app.origin);
  await refuseThirdPartyCookies(page);
  return page;
}

/** Why the browser does not take a cookie that another site made for just this; none when it takes it. */
async function whyRefused(page: Page): Promise<string[]> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const pixel = `${tracker.origin.replace('localhost', '127.0.0.1')}/pixel`;
  const refused = new Promise<string[]>((resolve) => {
    network.on('Network.responseReceivedExtraInfo', ({ headers, blockedCookies }) => {
      const sets = Object.keys(headers).some((name) => name.toLowerCase() === 'set-cookie');
      if (sets) resolve(blockedCookies.flatMap(({ blockedReasons }) => blockedReasons));
    });
  });
  await page.evaluate((url) => fetch(url, { credentials: 'include' }).then(() => undefined), pixel);
  return refused;
}

describe('a browser without third-party cookies', () => {
  it('is what this file runs in: it refuses one of another site that asks for all it can', async () => {
    const page = await appPage();
    expect((await whyRefused(page)).join(' ')).toMatch(/^(UserPreferences|ThirdPartyPhaseout)$/);
  });

  it('connects all the same', async () => {
    const page = await appPage();
    const grantId = await connect(page);
    expect(await pollOf(line, app)).toMatchObject({ status: 'completed', grants: [{ grant_id: grantId }] });
  });
});
