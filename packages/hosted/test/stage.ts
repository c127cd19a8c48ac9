/**
 * A connect page on a stage: the server's API is a stub behind `fetch` and the window around the page is recorded. What
 * the real server does with these calls is tested end to end.
 */
import { routes, type ConnectView } from '@alter/protocol';
import { define } from '@alter/ui';
import { deep, ok, until } from '../../ui/test/in-browser.ts';
import { tokenSheet } from '../../ui/src/tokens.ts';
import { ConnectPage } from '../src/connect-page.ts';
import { documentSheet } from '../src/document-sheet.ts';
import type { Surroundings } from '../src/surroundings.ts';
import { sessionId } from './fixtures.ts';

define('alter-connect-page', ConnectPage);
for (const { styleSheet } of [tokenSheet, documentSheet]) if (styleSheet) document.adoptedStyleSheets.push(styleSheet);
document.documentElement.lang = 'en';

export interface Call {
  route: string;
  body: Record<string, unknown>;
}

/** An answer of the stub: a view, anything else with its status, or a fault of the network. */
export type Answer = ConnectView | { status: number; body: unknown } | 'no network' | 'never';

export interface Stage {
  page: ConnectPage;
  calls: Call[];
  /** `assign https://…`, `replace https://…`, `close`, `rewrite /…`, in order. */
  moves: string[];
  answer(route: string, answer: Answer): void;
}

export const startUrl = `${location.origin}/sdk/oauth/connect/start/one-time`;
export const flowStarted: Answer = { status: 201, body: { start_url: startUrl, view: null } };

interface Scene {
  view?: Answer;
  query?: string;
  around?: Partial<Surroundings>;
  flow?: Answer;
  done?: Answer;
}

const realFetch = globalThis.fetch;

export async function stage(scene: Scene): Promise<Stage> {
  const calls: Call[] = [];
  const moves: string[] = [];
  const answers = new Map<string, Answer>([
    [routes.connectOpen, scene.view ?? 'never'],
    [routes.connectResume, scene.view ?? 'never'],
    [routes.connectFlow, scene.flow ?? flowStarted],
    [routes.connectDone, scene.done ?? 'never'],
  ]);
  globalThis.fetch = async (input, init) => {
    const route = input as string;
    calls.push({ route, body: JSON.parse(init?.body as string) as Record<string, unknown> });
    return respond(answers.get(route) ?? 'never');
  };
  const page = new ConnectPage();
  page.around = {
    opener: null,
    popup: false,
    href: `${location.origin}${routes.connectPage}${scene.query ?? `?id=${sessionId}`}`,
    delivered: false,
    rewrite: (href) => moves.push(`rewrite ${href}`),
    go: (href, how) => moves.push(`${how} ${href}`),
    close: () => moves.push('close'),
    ...scene.around,
  };
  document.body.append(page);
  await page.updateComplete;
  return { page, calls, moves, answer: (route, answer) => answers.set(route, answer) };
}

async function respond(answer: Answer): Promise<Response> {
  if (answer === 'no network') throw new TypeError('Failed to fetch');
  if (answer === 'never') return new Promise<Response>(() => undefined);
  const { status, body } = 'body' in answer ? answer : { status: 200, body: answer };
  return Promise.resolve(Response.json(body, { status }));
}

export function clearStage(): void {
  globalThis.fetch = realFetch;
  for (const element of [...document.querySelectorAll('alter-connect-page, iframe')]) element.remove();
  document.documentElement.lang = 'en';
  document.documentElement.dir = '';
}

/** Waits until the page shows this view and it has drawn itself. */
export async function shown(page: ConnectPage, at: ConnectPage['state']['at']): Promise<HTMLElement> {
  await until(() => page.state.at === at, `the ${at} view (it is ${page.state.at})`);
  await page.updateComplete;
  const view = page.renderRoot.querySelector<ConnectPage>('main > *');
  ok(view, 'the page shows a view');
  await view.updateComplete;
  return view;
}

export const words = (root: Element) =>
  deep<HTMLElement>(root, 'h1, h2, p, li, button, a, label, span, bdi')
    .map((element) => element.textContent.replace(/\s+/g, ' ').trim())
    .join(' | ');

/** @throws when there is no such control */
export function control(page: ConnectPage, label: string): HTMLElement {
  const found = deep(page.parentElement ?? document, 'button, a, summary, select, input').find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent.trim()) === label,
  );
  ok(found, `a control is called “${label}”`);
  return found;
}

/** A window on this origin that can stand for the page's opener, and speak for itself. */
export function openerWindow(): { window: Window; heard: MessageEvent<unknown>[]; say(message: unknown): void } {
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.title = 'opener';
  const opener = frame.contentWindow as (Window & { Function: FunctionConstructor }) | null;
  ok(opener, 'the frame has a window');
  const heard: MessageEvent<unknown>[] = [];
  opener.addEventListener('message', (event) => heard.push(event as MessageEvent<unknown>));
  // Run inside the frame: the message's source is the frame's window.
  const say = new opener.Function('message', `parent.postMessage(message, '${location.origin}')`) as (
    m: unknown,
  ) => void;
  return { window: opener, heard, say };
}
