/** Browsers that differ from the ordinary one in what they let pages do. */
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { findBrowser } from '../../tools/browser.ts';

async function launch(more: readonly string[], options: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, args } = await findBrowser();
  return chromium.launch({ executablePath, args: [...args, ...more], headless: true, ...options });
}

/** Blocks windows that no click opened, as every browser of a person does; automated ones are told not to. */
export const launchPopupBlocker = (): Promise<Browser> =>
  launch([], { ignoreDefaultArgs: ['--disable-popup-blocking'] });

/** Sends and keeps no cookies of another site than the page's. */
export const launchWithoutThirdPartyCookies = (): Promise<Browser> => launch(['--test-third-party-cookie-phaseout']);
