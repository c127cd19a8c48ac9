/** A host page with the strictest policy that still lets it load our elements: nothing of ours breaks it. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import { connect, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;
let context: BrowserContext;
const violations: string[] = [];

beforeAll(async () => {
  line = await startLine();
  const own = `'self' ${line.vault}`;
  app = await startAppPage(line, {
    wallet: { reference: 'user-1' },
    head: '<link rel="stylesheet" href="/style.css">',
    headers: {
      'content-security-policy': `default-src 'none'; script-src ${own}; style-src 'self'; connect-src ${own}`,
    },
    routes: { '/style.css': () => ({ type: 'text/css', body: 'body { font-family: sans-serif }' }) },
  });
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-US' });
  await context.exposeBinding('violated', (_source, what: string) => violations.push(what));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ documentURI, violatedDirective, blockedURI }) =>
      (window as unknown as { violated(what: string): void }).violated(
        `${documentURI}: ${violatedDirective} ${blockedURI}`,
      ),
    );
  });
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

/** Breaks the policy on purpose, and waits until that was noticed: what came before it has been noticed too. */
async function violationsSoFar(page: Page): Promise<string[]> {
  const before = violations.length;
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('img'), { src: 'https://blocked.invalid/x.png' }));
  });
  await expect.poll(() => violations.join(' ')).toContain('blocked.invalid');
  expect(violations.length).toBeGreaterThan(before);
  return violations.splice(0).filter((one) => !one.includes('blocked.invalid'));
}

describe("default-src 'none' on the host page", () => {
  it('is broken neither by connecting nor by looking and revoking in the Wallet, on any page of ours', async () => {
    const page = await context.newPage();
    const refused: string[] = [];
    context.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto(app.origin);
    await connect(page);
    await page.reload();
    const wallet = page.locator('alter-wallet');
    await wallet.getByRole('button', { name: /Meadow/ }).click();
    await wallet.getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
    await wallet.getByRole('dialog').getByText('Meadow confirmed').first().waitFor();

    expect(refused).toEqual([]);
    expect(await violationsSoFar(page)).toEqual([]);
  });

  it('is really in force: the elements are drawn with adopted sheets, and an inline style is refused', async () => {
    const page = await context.newPage();
    await page.goto(app.origin);
    const height = await page.getByRole('button', { name: 'Connect Meadow' }).evaluate((one) => one.clientHeight);
    expect(height).toBeGreaterThanOrEqual(40);
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await expect.poll(() => violations.join(' ')).toContain('style-src');
  });
});
