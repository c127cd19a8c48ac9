/** The reference page: made from `openapi.json`, without a line of script. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errors, keyScopes } from '@alter/protocol';
import type { ApiDocument } from '@alter/protocol/openapi';
import { launchBrowser } from '../../tools/browser.ts';
import { axeFindings, withAxe } from '../harness/axe.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let document: ApiDocument;
const complaints: string[] = [];

beforeAll(async () => {
  line = await startLine();
  document = (await (await fetch(`${line.vault}/openapi.json`)).json()) as ApiDocument;
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  await withAxe(context);
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('requestfailed', (request) => complaints.push(request.url()));
  await page.goto(`${line.vault}/reference`);
});
afterAll(async () => {
  await browser.close();
  await line.close();
});

describe('the reference page', () => {
  it('has a heading for every route, with what it takes and who may call it', async () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(20);
    for (const { path, method, operation } of operations) {
      const article = page.locator('article', { has: page.locator(`#${operation.operationId}`) });
      const text = (await article.innerText()).replaceAll('\n', ' ');
      expect(text, operation.operationId).toContain(`${method.toUpperCase()} ${path}`);
      for (const { name } of operation.parameters) expect(text, operation.operationId).toContain(name);
      const body = operation.requestBody?.content['application/json'].schema.properties ?? {};
      for (const name of Object.keys(body)) expect(text, operation.operationId).toContain(name);
      if (operation['x-alter-scope']) expect(text).toContain(operation['x-alter-scope']);
    }
  });

  it('explains every code and scope, and every link on it leads somewhere', async () => {
    const text = await page.locator('main').innerText();
    for (const { message } of Object.values(errors)) expect(text).toContain(message.replaceAll('`', ''));
    for (const [scope, words] of Object.entries(keyScopes)) expect(text).toContain(`${scope}\n${words}`);
    const dead = await page.evaluate(() =>
      [...window.document.querySelectorAll('a')]
        .map((link) => link.getAttribute('href') ?? '')
        .filter((href) => href.startsWith('#') && !window.document.getElementById(href.slice(1))),
    );
    expect(dead).toEqual([]);
    const ids = await page.evaluate(() => [...window.document.querySelectorAll('[id]')].map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is read under a policy that allows its style sheet and nothing else, and breaks none of it', async () => {
    const answer = await fetch(`${line.vault}/reference`);
    const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    expect(answer.headers.get('content-security-policy')).toBe(policy);
    const text = await answer.text();
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(window.document.body).display)).toBe('grid');
  });

  it('is flawless, and at phone width nothing is wider than the page', async () => {
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => window.document.documentElement.scrollWidth)).toBe(320);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('is used by keyboard: past the contents with one key, to a code and back', async () => {
    await page.goto(`${line.vault}/reference`);
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => window.document.activeElement?.textContent?.trim());
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('invalid_request');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#error-invalid_request$/);
    await page.locator('#error-invalid_request').waitFor();
    await page.goBack();
    expect(page.url()).not.toContain('error-');
  });
});
