/** One session, several providers: a denial goes back to the list, Done ends it, Cancel ends it with nothing. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { startLine, type Line } from '../harness/line.ts';
import {
  denyAt,
  eventOf,
  eventsOf,
  hear,
  newPage,
  openPopup,
  pollOf,
  signInAt,
  startAppPage,
  type AppPage,
} from '../harness/people.ts';

const clock = movableClock();
let line: Line;
let app: AppPage;
let browser: Browser;
let page: Page;
let popup: Page;

beforeAll(async () => {
  const providers = { meadow: { name: 'Meadow' }, brook: { name: 'Brook' }, hill: { name: 'Hill' } };
  line = await startLine({ clock, providers });
  app = await startAppPage(line, {
    element: `<alter-connect session-url="/session" base-url="${line.vault}" label="Connect accounts"></alter-connect>`,
  });
  browser = await launchBrowser();
});
afterEach(async () => page.context().close());
afterAll(async () => {
  await browser.close();
  await app.close();
  await line.close();
});

async function open(): Promise<void> {
  ({ page } = await newPage(browser, app.origin));
  popup = await openPopup(page);
  await list();
}
const list = () => popup.getByRole('heading', { name: 'Connect your accounts' }).waitFor();
const choose = (name: string) => popup.getByRole('button', { name: new RegExp(`^\\S* ?${name}`) }).click();

describe('several providers in one session', () => {
  it('connects two, tells nobody before Done, and then tells both at once', async () => {
    await open();
    for (const name of ['Meadow', 'Brook']) {
      await choose(name);
      await signInAt(popup);
      await popup.getByText(`${name} is connected. Connect another, or choose Done.`).waitFor();
      expect(await pollOf(line, app)).toEqual({ status: 'pending' });
      expect(await eventsOf(page)).toEqual(['alter-open']);
    }
    await popup.getByRole('button', { name: 'Done' }).click();

    const grants = (await eventOf(page, 'alter-success')).detail?.grants ?? [];
    expect(grants).toMatchObject([{ provider: 'meadow' }, { provider: 'brook' }]);
    expect(await pollOf(line, app)).toMatchObject({
      status: 'completed',
      grants: grants.map(({ grant_id }) => ({ grant_id })),
    });
    await hear(page, '2 accounts connected');
  });

  it('ends by itself when all are connected', async () => {
    await open();
    for (const name of ['Meadow', 'Brook', 'Hill']) {
      await choose(name);
      await signInAt(popup);
    }
    expect((await eventOf(page, 'alter-success')).detail?.grants).toHaveLength(3);
  });

  it('goes back to the list after a denial, which the back end hears of, and another can be connected', async () => {
    await open();
    await choose('Meadow');
    await denyAt(popup);
    await popup.getByRole('heading', { name: 'You said no' }).waitFor();
    expect(await pollOf(line, app)).toMatchObject({
      status: 'pending',
      declined_providers: [{ provider_id: 'meadow', error_code: 'connect_denied' }],
    });
    await popup.getByRole('button', { name: 'Choose another' }).click();
    await choose('Brook');
    await signInAt(popup);
    await popup.getByRole('button', { name: 'Done' }).click();
    expect((await eventOf(page, 'alter-success')).detail?.grants).toMatchObject([{ provider: 'brook' }]);
  });

  it('ends with `access_denied` and nothing connected at Cancel, and the window closes', async () => {
    await open();
    await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Cancel' }).click()]);
    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'access_denied' });
    expect(await pollOf(line, app)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
  });
});

describe('a popup that the person closes', () => {
  it('is an exit for the page, while the session stays open', async () => {
    await open();
    await popup.close();
    await eventOf(page, 'alter-exit');
    expect(await eventsOf(page)).toEqual(['alter-open', 'alter-exit']);
    expect(await pollOf(line, app)).toEqual({ status: 'pending' });
    await page.getByRole('button', { name: 'Connect accounts' }).waitFor();
  });

  it('is not given up when it was at the provider: the page can open it again for the same session', async () => {
    await open();
    await choose('Meadow');
    await signInAt(popup);
    await choose('Brook');
    await popup
      .locator('#login')
      .or(popup.getByRole('button', { name: 'Connect Brook' }))
      .waitFor();
    const minted = app.sessions.length;
    await popup.close();
    const again = page.getByRole('button', { name: 'Show it again' });
    [popup] = await Promise.all([page.waitForEvent('popup'), again.click()]);
    await popup.getByRole('button', { name: 'Done' }).click();

    expect((await eventOf(page, 'alter-success')).detail?.grants).toMatchObject([{ provider: 'meadow' }]);
    expect(app.sessions).toHaveLength(minted);
  });
});

describe('a session whose time is over', () => {
  it('says so on its page, tells the app `session_expired`, and starts no flow', async () => {
    await open();
    const flows = (await line.rows('flows')).length;
    clock.advance(minutes(11));
    await choose('Meadow');
    const connect = popup.getByRole('button', { name: 'Connect Meadow' });
    const expired = popup.getByRole('heading', { name: 'This link has expired' });
    await connect.or(expired).waitFor();
    if (await connect.isVisible()) await connect.click();
    await expired.waitFor();

    expect((await eventOf(page, 'alter-error')).detail).toMatchObject({ code: 'session_expired' });
    expect(await pollOf(line, app)).toEqual({ status: 'expired' });
    expect(await line.rows('flows')).toHaveLength(flows);
  });
});
