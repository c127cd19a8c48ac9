/** An app's page with the published browser client, unmodified, as an app of before would have it. */
import { readFileSync } from 'node:fs';
import type { ConsoleMessage, Page } from 'playwright-core';
import { json, startHostPage, type HostPage } from '../harness/host-page.ts';
import type { Line } from '../harness/line.ts';

/** The script-tag build as it came from the registry. */
export const publishedClient = readFileSync(
  new URL('../node_modules/@alter-ai/connect/dist/alter-connect.umd.js', import.meta.url),
  'utf8',
);

export interface PublishedPage extends HostPage {
  /** Session tokens that the page's back end minted, newest last. */
  sessions: string[];
}

export interface PublishedPageOptions {
  /** Body of the session, beside `allowed_origin`. */
  session?: Readonly<Record<string, unknown>>;
  /** The page's back end gives the page's own address as the one to return to. */
  returns?: boolean;
}

export async function startPublishedPage(line: Line, options: PublishedPageOptions = {}): Promise<PublishedPage> {
  const sessions: string[] = [];
  const page: PublishedPage = Object.assign(
    await startHostPage({
      '/': () => ({
        body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme</title>
<meta name="viewport" content="width=device-width">
<script src="/alter-connect.umd.js"></script><script src="/page.js" data-vault="${line.vault}" defer></script>
</head><body><h1>Acme</h1><button id="connect">Connect</button></body></html>`,
      }),
      '/alter-connect.umd.js': () => ({ type: 'text/javascript', body: publishedClient }),
      '/page.js': () => ({ type: 'text/javascript', body: script }),
      '/session': async () => {
        const answer = await line.post('/sdk/oauth/connect/session', {
          allowed_origin: page.origin,
          user: { reference: 'user-1', display_name: 'alice@example.com' },
          ...(options.returns ? { return_url: `${page.origin}/` } : {}),
          ...options.session,
        });
        const body = (await answer.json()) as { session_token: string };
        sessions.push(body.session_token);
        return json(body, answer.status);
      },
    }),
    { sessions },
  );
  return page;
}

/** As its documentation has it; `debug` is how the published client says what it found when a page comes back. */
const script = `const { vault } = document.currentScript.dataset;
const client = (window.client = AlterConnect.create({ debug: true }));
window.seen = [];
const keep = (name) => (value) => window.seen.push({ name, value: value ?? null });
for (const name of ['success', 'error', 'exit', 'close']) client.on(name, keep('on ' + name));
document.querySelector('#connect').addEventListener('click', () =>
  fetch('/session')
    .then((answer) => answer.json())
    .then(({ session_token }) =>
      client.open({
        token: session_token,
        baseURL: vault,
        onSuccess: keep('onSuccess'),
        onError: keep('onError'),
        onExit: keep('onExit'),
        onEvent: keep('onEvent'),
      })));`;

export interface SeenGrant {
  grant_id: string;
  provider: string;
  [field: string]: unknown;
}

export interface Seen {
  name: string;
  value: unknown;
}

/** Everything the published client told its page, in order. */
export const seenBy = (page: Page): Promise<Seen[]> =>
  page.evaluate(() => (window as unknown as { seen: Seen[] }).seen);

/** Waits until the published client has called back, and returns what with. */
export async function calledBack(page: Page, name: string): Promise<unknown> {
  const found = await page.waitForFunction(
    (wanted) => (window as unknown as { seen: Seen[] }).seen.find((one) => one.name === wanted),
    name,
  );
  return ((await found.jsonValue()) as Seen).value;
}

/** What the published client's debug log says of a page that came back, with what it says it about. */
export function returnOf(page: Page): Promise<{ words: string; value: unknown }> {
  return new Promise((resolve) => {
    const listen = async (message: ConsoleMessage) => {
      if (!message.text().includes('OAuth redirect return - ')) return;
      page.off('console', onConsole);
      const [, words, value] = await Promise.all(message.args().map((arg) => arg.jsonValue() as Promise<unknown>));
      resolve({ words: String(words), value });
    };
    const onConsole = (message: ConsoleMessage) => void listen(message);
    page.on('console', onConsole);
  });
}
