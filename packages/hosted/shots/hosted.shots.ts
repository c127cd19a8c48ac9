/**
 * Screenshots of every state of the connect page, built, under its real CSP. The server's API is a stub that answers with
 * the fixtures of the tests. Writes `hosted-<state>-<size>-<scheme>.png`; parts of state names may be given to do less.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../../../tools/browser.ts';
import { everyState, sessionId } from '../test/fixtures.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.env['ALTER_SHOTS_FOLDER'] ?? here('../../../artifacts/shots');
const wanted = process.argv.slice(2);
const sizes = { popup: [500, 700], phone: [320, 640], desktop: [1280, 800] } as const;
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data:; font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

interface Scene {
  query: string;
  answer?: unknown;
  status?: number;
  does?: string;
  lang?: string;
}

/** State of the page → what stands in the address and what the API answers. */
const scenes: Record<string, Scene> = {
  ...Object.fromEntries(
    Object.entries(everyState).map(([name, answer]) => [name, { query: `?id=${sessionId}`, answer }]),
  ),
  loading: { query: `?id=${sessionId}` },
  leaving: { query: `?id=${sessionId}`, answer: everyState['confirm'], does: 'leave' },
  'confirm-wrong-label': { query: `?id=${sessionId}`, answer: everyState['confirm-label'], does: 'submit' },
  'picker-explained': { query: `?id=${sessionId}`, answer: everyState['picker'], does: 'explain' },
  'failed-details': { query: `?id=${sessionId}`, answer: everyState['failed'], does: 'explain' },
  'picker-not-found': { query: `?id=${sessionId}`, answer: everyState['picker-search'], does: 'search' },
  branded: {
    query: `?id=${sessionId}`,
    answer: {
      ...everyState['confirm'],
      app: {
        ...everyState['confirm']?.app,
        name: 'Northwind Calendar Studio',
        accent: '#ffb300',
        logo_url: '/logo.svg',
      },
    },
  },
  'problem-other-browser': { query: '?problem=other_browser&ref=req_7f3a9c20' },
  'problem-state-consumed': { query: '?problem=state_consumed&ref=req_7f3a9c20' },
  'problem-unavailable': {
    query: `?id=${sessionId}`,
    status: 503,
    answer: { error: 'store_unavailable', message: '', request_id: 'req_7f3a9c20' },
  },
  'confirm-german': { query: `?id=${sessionId}`, answer: everyState['confirm'], lang: 'de-DE' },
  'confirm-japanese': { query: `?id=${sessionId}`, answer: everyState['confirm'], lang: 'ja-JP' },
  'code-german': { query: `?id=${sessionId}`, answer: everyState['code'], lang: 'de-DE' },
  'confirm-more-french': { query: `?id=${sessionId}`, answer: everyState['confirm-more'], lang: 'fr-FR' },
  'picker-french': { query: `?id=${sessionId}`, answer: everyState['picker-connected'], lang: 'fr-FR' },
};
const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="#ffb300"/><path d="M2 6V2l4 4V2" fill="none" stroke="#3b2500"/></svg>';

let scene: Scene = { query: '' };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://stub');
  if (request.method === 'POST') {
    // Unanswered: the page goes on loading, or leaving.
    if (!scene.answer || pathname.endsWith('/flow')) return;
    response.writeHead(scene.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(scene.answer));
    return;
  }
  if (pathname === '/logo.svg') {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(logo);
    return;
  }
  const name = pathname.startsWith('/assets/hosted/') ? pathname.slice('/assets/hosted/'.length) : 'connect.html';
  readFile(join(here('../dist'), name)).then(
    (body) =>
      response.writeHead(200, { 'content-type': types[extname(name)] ?? '', 'content-security-policy': csp }).end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const problems: string[] = [];
try {
  for (const [name, next] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    scene = next;
    for (const colorScheme of ['light', 'dark'] as const) await shoot(name, next, colorScheme);
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
for (const problem of new Set(problems)) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

async function shoot(name: string, { query, answer, status, does, lang }: Scene, colorScheme: 'light' | 'dark') {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', locale: lang ?? 'en-US' });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && status === undefined) problems.push(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
  await page.goto(`${origin}/sdk/oauth/connect${query}`);
  const view = page.locator('alter-connect-page main > *');
  if (answer) await page.locator('main > :not(alter-loading-view)').waitFor();
  if (does === 'leave' || does === 'submit') await view.locator('button.primary').click();
  if (does === 'explain') await view.locator('summary').first().click();
  if (does === 'search') await view.locator('input').fill('zz');
  if (does === 'leave') await page.locator('alter-leaving-view').waitFor();
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await page.setViewportSize({ width, height });
    if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) {
      problems.push(`${name} ${size}: scrolls sideways`);
    }
    // A phone is shown as long as the page is; the other two show what a person sees first.
    const length = Number(await page.evaluate('document.documentElement.scrollHeight'));
    if (size === 'phone') await page.setViewportSize({ width, height: Math.max(height, length) });
    await page.screenshot({ path: join(folder, `hosted-${name}-${size}-${colorScheme}.png`) });
  }
  await context.close();
}
