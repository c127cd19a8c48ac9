/** The demo as a newcomer meets it: before, at the provider, in the popup, after the call, after the revocation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startDemo } from '../../demo/demo.ts';
import { launchBrowser } from '../../tools/browser.ts';
import { openPopup } from '../harness/people.ts';

const folder = process.env['ALTER_SHOTS_FOLDER'] ?? 'artifacts/shots';
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

async function shoot(browser: Browser, size: keyof typeof sizes, colorScheme: 'light' | 'dark'): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'alter-shots-'));
  const demo = await startDemo({ dataDir, ports: { vault: 0, app: 0, provider: 0 }, log: 'ignore' });
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  const picture = (page: Page, name: string) =>
    page.screenshot({ path: join(folder, `demo-${name}-${size}-${colorScheme}.png`) });
  try {
    const page = await context.newPage();
    await page.goto(demo.app);
    await page.locator('alter-wallet').getByRole('heading').first().waitFor();
    await picture(page, '1-before');
    const popup = await openPopup(page);
    await popup.waitForSelector('#login');
    await picture(popup, '2-sign-in');
    await popup.click('#sign-in');
    await popup.waitForSelector('#allow');
    await picture(popup, '3-consent');
    await popup.click('#allow');
    await popup.getByRole('heading', { level: 1 }).waitFor();
    await picture(popup, '4-connected');
    await page.getByText('The app now holds').waitFor();
    await page.getByRole('button', { name: 'Show my profile' }).click();
    await page.getByText('200 from the provider').waitFor();
    await picture(page, '5-called');
    const wallet = page.locator('alter-wallet');
    await wallet.getByRole('button', { name: /Meadow/ }).click();
    await wallet.getByRole('button', { name: 'Revoke access' }).scrollIntoViewIfNeeded();
    await picture(page, '6-wallet');
    await wallet.getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').locator('li.done', { hasText: 'Meadow confirmed' }).waitFor();
    await picture(page, '7-revoked');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show my profile' }).click();
    await page.getByText('403 from the vault').waitFor();
    await picture(page, '8-refused');
  } finally {
    await context.close();
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const browser = await launchBrowser();
try {
  for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
    for (const colorScheme of ['light', 'dark'] as const) await shoot(browser, size, colorScheme);
  }
} finally {
  await browser.close();
}
