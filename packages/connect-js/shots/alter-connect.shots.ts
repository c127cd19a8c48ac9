/** Every state of `<alter-connect>`, light and dark, wide and narrow, into `artifacts/shots/`. Needs `npm run build`. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { launchBrowser } from '../../../tools/browser.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

const root = join(import.meta.dirname, '..');
const folder = process.env['ALTER_SHOTS_FOLDER'] ?? join(root, '../../artifacts/shots');

const cell = (title: string, element: string) => `<section><h2>${title}</h2>${element}</section>`;
const tag = (attributes: string, state = '') =>
  `<alter-connect session-url="/none" flow="popup" ${attributes} data-state='${state}'></alter-connect>`;
const grants = (...accounts: string[]) =>
  JSON.stringify({ kind: 'connected', grants: accounts.map((account_identifier) => ({ account_identifier })) });
const failed = (code: string) => JSON.stringify({ kind: 'failed', error: { code, message: '' } });
const google = 'providers="google:Google Calendar"';
const several = 'providers="google:Google Calendar, slack, notion, github:GitHub"';

const page = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>alter-connect</title><style>
:root { color-scheme: light dark }
body { margin: 0; padding: 24px; font: 16px/1.5 Georgia, serif; background: light-dark(#fbfaf7, #121317); color: light-dark(#222, #ddd);
  display: grid; gap: 20px 32px; grid-template-columns: repeat(auto-fill, minmax(min(342px, 100%), 1fr)) }
h2 { font: 13px/1.4 Georgia, serif; margin: 0 0 8px; color: light-dark(#666, #aaa) }
.menu { min-height: 280px }
</style>
${cell('idle', tag(google))}
${cell('idle, no provider named', tag(''))}
${cell('own label and icon', tag('').replace('></alter', '><span slot="icon">★</span>Add a calendar</alter'))}
${cell('disabled', tag(`${google} disabled`))}
${cell('focused', tag(`${google} id="focused"`))}
${cell('opening', tag(google, '{"kind":"opening"}'))}
${cell('waiting', tag(google, '{"kind":"waiting","resumed":false}'))}
${cell('waiting, after a reload', tag(google, '{"kind":"waiting","resumed":true}'))}
${cell('connected', tag(google, grants('alice@example.com')))}
${cell('connected, a long name', tag(google, grants('alice.margaret.longname@calendars.example.com')))}
${cell('connected, several', tag(several, grants('alice@example.com', 'acme')))}
${cell('denied', tag(google, failed('access_denied')))}
${cell('expired', tag(google, failed('session_expired')))}
${cell('blocked', tag(google, failed('popup_blocked')))}
${cell('failed', tag(google, failed('provider_error')))}
${cell('German', tag(`${google} lang="de"`))}
${cell('Japanese, waiting', tag(`${google} lang="ja"`, '{"kind":"waiting","resumed":false}'))}
<section dir="rtl"><h2>right to left</h2>${tag(google)} ${tag(google, grants('alice@example.com'))}</section>
<section class="menu"><h2>menu</h2>${tag(`${several} id="menu"`)}</section>
<script type="module" src="/alter-connect.js"></script></html>`;

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  if (!path.endsWith('.js'))
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  readFile(join(root, 'dist', path)).then(
    (file) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(file),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

const browser = await launchBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) await shoot(browser, colorScheme, width);
} finally {
  await browser.close();
  server.close();
}

async function shoot(from: Browser, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  const tab = await from.newPage({ colorScheme, viewport: { width, height: 1000 }, deviceScaleFactor: 2 });
  await tab.goto(origin);
  await tab.evaluate(async () => {
    await customElements.whenDefined('alter-connect');
    for (const element of document.querySelectorAll('alter-connect')) {
      const { state } = element.dataset;
      if (state) Object.assign(element, { state: JSON.parse(state) as unknown });
      await element.updateComplete;
    }
  });
  await tab.locator('#menu').locator('button').first().click();
  await tab.keyboard.press('ArrowDown');
  await tab.waitForTimeout(400);
  await tab.screenshot({ path: join(folder, `alter-connect-${width}-${colorScheme}.png`), fullPage: true });
  await tab.keyboard.press('Escape');
  await tab.locator('#focused').locator('button').first().focus();
  await tab.waitForTimeout(200);
  await tab.screenshot({ path: join(folder, `alter-connect-focus-${width}-${colorScheme}.png`) });
  await tab.close();
}
