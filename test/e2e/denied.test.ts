/** A single provider that the person, or the provider, refuses. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { denyAt, eventOf, newPage, openPopup, pollOf, startAppPage, type AppPage } from '../harness/people.ts';

let line: Line;
let app: AppPage;
let browser: Browser;

beforeAll(async () => {
  line = await startLine();
  app = await startAppPage(line);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

const ends = () => line.rows('audit', { event: ['connect.failed', 'connect.completed'] });

describe('a denial', () => {
  it('is an error event, a page, a polled code and one audit row; nothing is stored', async () => {
    const { page } = await newPage(browser, app.origin);
    const popup = await openPopup(page);
    await denyAt(popup);
    await popup.getByRole('heading', { name: 'You said no' }).waitFor();

    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'access_denied' });
    expect(await pollOf(line, app)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
    expect(await ends()).toMatchObject([{ decision: 'access_denied' }]);
    expect(await line.rows('grants')).toEqual([]);
    expect(line.providers['meadow']!.tokenCalls).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });
});

describe("a provider's own error", () => {
  it.each([
    ['server_error', 'provider_error'],
    ['redirect_uri_mismatch', 'invalid_redirect_uri'],
    ['unauthorized_client', 'unauthorized_client'],
  ])('is told in our words: %s is `%s`, with one audit row', async (error, code) => {
    const person = new HttpPerson(line.vault);
    const { session_id: id } = await person.open(await mint(line));
    const callback = await person.answerOf(id, 'meadow');
    callback.searchParams.delete('code');
    callback.searchParams.set('error', error);
    callback.searchParams.set('error_description', 'Something <b>odd</b> happened');
    const before = (await ends()).length;
    const page = await person.visit(callback);

    expect(page.search).toBe(`?id=${id}`);
    expect((await person.look(id)).last).toMatchObject({ outcome: 'failed', error: code });
    expect(await ends()).toHaveLength(before + 1);
    expect(await line.rows('grants')).toEqual([]);
  });
});
