/** More of a connection that there is already, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { axeFindings, withAxe } from '../harness/axe.ts';
import { connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { linkFrom, newPage } from '../harness/people.ts';

let line: Line;
let browser: Browser;

beforeAll(async () => {
  line = await startLine();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await line.close();
});

async function asked() {
  const identity = ['openid', 'email', 'profile', 'offline_access'];
  const { grantId } = await connectOverHttp(line, { session: { required_scopes: { meadow: [...identity, 'read'] } } });
  const { connect_url } = await linkFrom(line, { repair_grant_id: grantId, required_scopes: { meadow: ['write'] } });
  const { page, context } = await newPage(browser, 'about:blank');
  await withAxe(context);
  await page.goto(connect_url);
  return { grantId, page, context };
}

describe('an app that asks for more', () => {
  it('has the new permission shown apart, and keeps the grant', async () => {
    const { page, context, grantId } = await asked();
    await page.getByRole('heading', { name: 'Acme asks for more at Meadow' }).waitFor();
    const [fresh, known] = [page.locator('.card.new .scopes'), page.locator('.known .scopes')];
    expect(await fresh.innerText()).toContain('write notes as you');
    expect(await fresh.innerText()).not.toContain('read your notes');
    expect(await known.innerText()).toContain('read your notes');
    expect(await page.getByText('For your account').innerText()).toContain('alice@example.com');
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Allow more at Meadow' }).click();
    await page.fill('#login', 'alice');
    await page.click('#sign-in');
    await page.click('#allow');
    await page.getByRole('heading', { name: 'Meadow is connected' }).waitFor();
    const answer = await fetch(`${line.vault}/sdk/grants/${grantId}`, { headers: { 'x-api-key': line.key } });
    expect(await answer.json()).toMatchObject({
      grant_id: grantId,
      scope_mismatch: false,
      scopes: expect.arrayContaining(['read', 'write']) as string[],
    });
    await context.close();
  });

  it('asks which account is meant when another one came back, and changes nothing meanwhile', async () => {
    const { page, context, grantId } = await asked();
    await page.getByRole('button', { name: 'Allow more at Meadow' }).click();
    await page.fill('#login', 'bob');
    await page.click('#sign-in');
    await page.click('#allow');
    await page.getByRole('heading', { name: 'That was another account' }).waitFor();
    expect(await page.locator('alter-failed-view p').first().innerText()).toMatch(
      /bob@example.com[^]*alice@example.com/,
    );
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Sign in as alice@example.com' }).click();
    await page.fill('#login', 'alice');
    await page.click('#sign-in');
    await page.click('#allow');
    await page.getByRole('heading', { name: 'Meadow is connected' }).waitFor();
    const [grant] = await line.rows('grants', { id: grantId });
    expect(grant).toMatchObject({ account_identifier: 'alice@example.com' });
    await context.close();
  });
});
