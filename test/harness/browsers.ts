/** Browsers that differ from the ordinary one in what they let pages do. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../tools/browser.ts';

/**
 * Blocks windows that no click opened, as every browser of a person does; automated ones are told not to. A headless shell
 * has no such blocker: it is told to refuse every window, clicked or not.
 */
export async function launchPopupBlocker(): Promise<Browser> {
  const own = await launchBlocking([]);
  if (await blocksPopups(own)) return own;
  await own.close();
  return launchBlocking(['--block-new-web-contents']);
}

async function launchBlocking(more: readonly string[]): Promise<Browser> {
  const { executablePath, args } = await findBrowser();
  return chromium.launch({
    executablePath,
    args: [...args, ...more],
    headless: true,
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  });
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
 * From its next load on, the page sends and keeps no cookies of another site than its own. Chromium does so in a fresh
 * profile's private window, which is what a test's context is; a headless shell has to be told.
 */
export async function refuseThirdPartyCookies(page: Page): Promise<void> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
  await page.reload();
}
