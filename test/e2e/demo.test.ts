/** The first impression: what `npm start` shows, driven from connect to the refused call, and again after a restart. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { startDemo, type Demo } from '../../demo/demo.ts';
import type { Stored } from '../harness/stored.ts';
import { launchBrowser } from '../../tools/browser.ts';
import { storedFor } from '../harness/line.ts';
import { openPopup, signInAt } from '../harness/people.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'alter-demo-'));
const anyPorts = { vault: 0, app: 0, provider: 0 };
let demo: Demo;
let stored: Stored;
let browser: Browser;

const start = () =>
  startDemo({ dataDir, storeUrl: stored.env['ALTER_STORE_URL'] ?? null, ports: anyPorts, log: 'ignore' });
const opensSession = async () => (await fetch(`${demo.app}/connect-session`, { method: 'POST' })).status;

beforeAll(async () => {
  stored = await storedFor(dataDir);
  demo = await start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
  await stored.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

it('connects, calls, revokes in the Wallet, and the next call is refused', async () => {
  const page = await browser.newPage({ locale: 'en-US' });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(demo.app);

  await signInAt(await openPopup(page), 'demo');
  await page.getByText('The app now holds').waitFor();

  const call = page.getByRole('button', { name: 'Show my profile' });
  await call.click();
  await page.getByText('200 from the provider').waitFor();
  expect(await page.locator('#answer').textContent()).toContain('demo@example.com');

  const wallet = page.locator('alter-wallet');
  await wallet.getByRole('button', { name: /Meadow/ }).click();
  await wallet.getByRole('button', { name: 'Revoke access' }).click();
  await wallet.getByRole('dialog').getByRole('button', { name: 'Revoke access' }).click();
  await wallet.getByRole('dialog').locator('li.done', { hasText: 'Meadow confirmed' }).waitFor();
  await page.keyboard.press('Escape');

  await call.click();
  await page.getByText('403 from the vault').waitFor();
  expect(await page.locator('#answer').textContent()).toContain('grant_revoked');
  // The refusal itself is the one line a browser logs.
  expect(problems.filter((line) => !line.includes('403'))).toEqual([]);
  await page.close();
});

it('keeps its key in a file that only its owner reads, and starts a second time with it', async () => {
  expect(statSync(demo.keyFile).mode & 0o777).toBe(0o600);
  const before = readFileSync(demo.keyFile, 'utf8');
  await demo.stop();
  demo = await start();
  expect(readFileSync(demo.keyFile, 'utf8')).toBe(before);
  expect(await opensSession()).toBe(201);
});

it('has all that it keeps in the store that it was given, and a key of its own in each', async () => {
  expect((await stored.rows('keys')).map((row) => row['name'])).toEqual(['demo']);
  expect(await stored.rows('grants')).toHaveLength(1);
  await demo.stop();
  // As the file has it after a start on another store.
  writeFileSync(demo.keyFile, 'alter_rk_of_another_store\n');
  demo = await start();
  expect(await opensSession()).toBe(201);
  expect(await stored.rows('keys')).toHaveLength(2);
});
