/** A browser without scripts: cookies, the hosted page's own calls, and the way through the provider. */
import { signIn, type SignInOptions } from '../provider/sign-in.ts';
import { routes } from '@alter/protocol';
import type { ConnectView } from '@alter/protocol';
import type { Line } from './line.ts';

export class HttpPerson {
  readonly #vault: string;
  readonly #cookies = new Map<string, string>();
  /** `METHOD target` of everything asked of the vault. */
  readonly asked: string[] = [];

  constructor(vault: string) {
    this.#vault = vault;
  }

  /** One request with this browser's cookies; redirects are not followed. */
  async ask(method: string, target: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const url = new URL(target, this.#vault);
    this.asked.push(`${method} ${url.pathname}${url.search}`);
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' ? { origin: this.#vault, 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  /** Opens a session's link: the hosted page's first call. @throws when the vault refuses it */
  async open(sessionToken: string): Promise<ConnectView> {
    return read(await this.ask('POST', routes.connectOpen, { session_token: sessionToken }));
  }

  async look(sessionId: string): Promise<ConnectView> {
    return read(await this.ask('POST', routes.connectResume, { session_id: sessionId }));
  }

  /** Clicks "Connect" and follows the one-time start URL. @returns the provider's authorize URL, unvisited */
  async leave(sessionId: string, providerId: string): Promise<URL> {
    const asked = { session_id: sessionId, provider_id: providerId, consent: 'click' };
    const { start_url } = await read<{ start_url: string }>(await this.ask('POST', routes.connectFlow, asked));
    const answer = await this.ask('GET', start_url);
    return new URL(answer.headers.get('location') ?? '', start_url);
  }

  /** Everything up to the provider's answer. @returns the callback URL, unvisited */
  async answerOf(sessionId: string, providerId: string, how: SignInOptions = {}): Promise<URL> {
    return signIn(await this.leave(sessionId, providerId), how);
  }

  /** Visits a callback URL. @returns where the vault sends the browser next */
  async visit(callback: URL): Promise<URL> {
    const answer = await this.ask('GET', callback.href);
    return new URL(answer.headers.get('location') ?? '', this.#vault);
  }
}

async function read<T>(answer: Response): Promise<T> {
  const body = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(`${String(answer.status)} ${String(body.error)}`);
  return body;
}

/** What of a line this needs: the vault may also be a program of its own. */
export type Reach = Pick<Line, 'vault' | 'providers' | 'post'>;

export interface HttpConnect extends SignInOptions {
  provider?: string;
  /** Body of the session. */
  session?: Readonly<Record<string, unknown>>;
  key?: string;
  person?: HttpPerson;
}

export interface Connected {
  person: HttpPerson;
  sessionToken: string;
  sessionId: string;
  /** The page's last word. */
  view: ConnectView;
  /** Of the first grant; empty when nothing was connected. */
  grantId: string;
}

/** A whole connect, from session to result, as fast as HTTP goes. */
export async function connectOverHttp(line: Reach, options: HttpConnect = {}): Promise<Connected> {
  const { provider = Object.keys(line.providers)[0]!, person = new HttpPerson(line.vault), session, key } = options;
  const sessionToken = await mint(line, { allowed_providers: [provider], ...session }, key);
  const { session_id: sessionId } = await person.open(sessionToken);
  await person.visit(await person.answerOf(sessionId, provider, options));
  const view = await person.look(sessionId);
  const grant = view.result?.type === 'alter_connect_success' ? view.result.grants[0] : undefined;
  return { person, sessionToken, sessionId, view, grantId: grant?.grant_id ?? '' };
}

/** Mints a session for the person of the tests. */
export async function mint(line: Reach, more: object = {}, key?: string): Promise<string> {
  const body = { user: { reference: 'user-1', display_name: 'alice@example.com' }, ...more };
  const answer = await line.post(routes.createSession, body, key);
  const { session_token } = await read<{ session_token: string }>(answer);
  return session_token;
}

/** A call to the provider's API with a grant. */
export const call = (line: Reach, grantId: string, more: object = {}, key?: string): Promise<Response> => {
  const [first] = Object.values(line.providers);
  return line.post('/request', { method: 'GET', url: `${first!.issuer}/api/me`, grant_id: grantId, ...more }, key);
};
