/** What a person does in a browser, in steps that tests share. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { json, startHostPage, type HostPage, type Route } from './host-page.ts';
import type { Line } from './line.ts';

/** At the provider's own pages: signs in and allows. A vault that asks for the click first gets it. */
export async function signInAt(page: Page, login = 'alice'): Promise<void> {
  const click = page.getByRole('button', { name: /^Connect / });
  const field = page.locator('#login');
  await click.or(field).first().waitFor();
  if (await click.isVisible()) await click.click();
  await field.waitFor();
  await page.fill('#login', login);
  await page.click('#sign-in');
  await page.waitForSelector('#allow');
  await page.click('#allow');
}

/** At the provider's sign-in page: says no. */
export async function denyAt(page: Page): Promise<void> {
  await page.waitForSelector('#deny');
  await page.click('#deny');
}

export interface AppPage extends HostPage {
  /** Session tokens that the page's back end minted, newest last. */
  sessions: string[];
  walletSessions: string[];
}

export interface AppPageOptions {
  /** Body of the session, beside `allowed_origin`. */
  session?: Readonly<Record<string, unknown>>;
  /** The session's result may come back in the page's own address: the redirect flow. */
  returns?: boolean;
  /** Shows the Wallet of this person below. */
  wallet?: { reference: string };
  /** Markup of the element. */
  element?: string;
  head?: string;
  headers?: Readonly<Record<string, string>>;
  routes?: Readonly<Record<string, Route>>;
}

/** An app's page with `<alter-connect>`; every event it fires is kept in `window.events`. */
export async function startAppPage(line: Line, options: AppPageOptions = {}): Promise<AppPage> {
  const sessions: string[] = [];
  const walletSessions: string[] = [];
  const element =
    options.element ??
    `<alter-connect session-url="/session" base-url="${line.vault}" label="Connect Meadow"></alter-connect>`;
  const wallet = options.wallet
    ? `<script type="module" src="${line.vault}/elements/alter-wallet.js"></script>
<alter-wallet session-url="/wallet-session" base-url="${line.vault}"></alter-wallet>`
    : '';
  const page: AppPage = Object.assign(
    await startHostPage({
      '/': () => ({
        headers: { ...options.headers },
        body: `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Acme</title>
${options.head ?? ''}<script type="module" src="${line.vault}/elements/alter-connect.js"></script>
<script src="/events.js"></script></head><body><main><h1>Acme</h1>${element}${wallet}</main></body></html>`,
      }),
      '/events.js': () => ({ type: 'text/javascript', body: eventsScript }),
      '/session': async () => {
        const answer = await line.post('/sdk/oauth/connect/session', {
          allowed_providers: Object.keys(line.providers),
          allowed_origin: page.origin,
          user: { reference: 'user-1', display_name: 'alice@example.com' },
          ...(options.returns ? { return_url: `${page.origin}/` } : {}),
          ...options.session,
        });
        const body = (await answer.json()) as { session_token: string };
        sessions.push(body.session_token);
        return json(body, answer.status);
      },
      '/wallet-session': async () => {
        const body = { user: options.wallet, allowed_origin: page.origin };
        const answer = await line.post('/sdk/wallet/session', body);
        const session = (await answer.json()) as { session_token: string };
        walletSessions.push(session.session_token);
        return json(session, answer.status);
      },
      ...options.routes,
    }),
    { sessions, walletSessions },
  );
  return page;
}

const eventsScript = `window.events = [];
for (const name of ['alter-open', 'alter-success', 'alter-error', 'alter-exit'])
  addEventListener(name, (event) => window.events.push({ name, detail: event.detail ?? null }));
window.violations = [];
addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));`;

export interface SeenEvent {
  name: string;
  detail: { grants?: { grant_id: string }[]; code?: string; message?: string } | null;
}

/** Waits for an event of the element and returns it. */
export async function eventOf(page: Page, name: string): Promise<SeenEvent> {
  const found = await page.waitForFunction(
    (wanted) => (window as unknown as { events: SeenEvent[] }).events.find((event) => event.name === wanted),
    name,
  );
  return (await found.jsonValue()) as SeenEvent;
}

/** Waits until the element, or a page, says this aloud. */
export const hear = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByRole('status').filter({ hasText: words }).first().waitFor();

/** Every event of the element so far, by name. */
export const eventsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { events: SeenEvent[] }).events.map(({ name }) => name));

/** Clicks the element's button and returns the popup it opens. */
export async function openPopup(page: Page): Promise<Page> {
  await page.waitForSelector('alter-connect:defined');
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page
      .getByRole('button', { name: /Connect/ })
      .first()
      .click(),
  ]);
  return popup;
}

export async function newPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
  /** Runs in every page before its own scripts. */
  before?: () => void,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  await page.goto(url);
  return { context, page };
}

/** Connects as `login` from the app's page with one click in the popup's way; returns the grant id the element reports. */
export async function connect(page: Page, login = 'alice'): Promise<string> {
  const popup = await openPopup(page);
  await signInAt(popup, login);
  const { detail } = await eventOf(page, 'alter-success');
  return detail?.grants?.[0]?.grant_id ?? '';
}

/** What the app's back end hears of the session that its page minted last. */
export async function pollOf(line: Line, app: AppPage): Promise<Record<string, unknown>> {
  const answer = await line.post('/sdk/oauth/connect/session/poll', { session_token: app.sessions.at(-1) });
  return (await answer.json()) as Record<string, unknown>;
}

/** Notes every address that the context asks for, redirects included. */
export function addressesOf(context: BrowserContext): string[] {
  const seen: string[] = [];
  context.on('request', (request) => seen.push(request.url()));
  return seen;
}

/** A person of the app gets a link: a session without any page that waits for it. */
export async function linkFrom(line: Line, session: Readonly<Record<string, unknown>> = {}): Promise<Link> {
  const answer = await line.post('/sdk/oauth/connect/session', {
    allowed_providers: [Object.keys(line.providers)[0]],
    user: { reference: 'user-1', display_name: 'alice@example.com' },
    ...session,
  });
  return (await answer.json()) as Link;
}

export interface Link {
  session_token: string;
  connect_url: string;
}
