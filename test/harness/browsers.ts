/** Browsers that differ from the ordinary one in what they let pages do. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../tools/browser.ts';

/**
 * Blocks windows that no click opened, as every browser of a person does; automated ones are told not to. A headless shell
 * has no such blocker: it is told to refuse every window, clicked or not.
 */
export async function launchPopupBlocker(): Promise<Browser> {
  const blocking = { ignoreDefaultArgs: ['--disable-popup-blocking'] };
  const own = await launchBrowser(blocking);
  if (await blocksPopups(own)) return own;
  await own.close();
  return launchBrowser({ ...blocking, args: ['--block-new-web-contents'] });
}

/** Asked by a page's own script: what a test evaluates in a page counts as a click. */
async function blocksPopups(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  await page.goto('data:text/html,<script>document.title = String(window.open("about:blank"))</script>');
  const opened = await page.title();
  await page.close();
  return opened === 'null';
}

/**
 * Loads the page again, which from then on sends and keeps no cookies of another site than its own. A whole Chromium does so
 * in private windows, which is what a test's context is; a headless shell has to be told, each page for itself.
 */
export async function refuseThirdPartyCookies(page: Page): Promise<void> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
  await page.reload();
}
