/** The client in a real browser, with real popups; the vault is a stand-in (see `stand-in/vault-server.ts`). */
import { AlterConnect } from '../src/headless.ts';
import type { AlterError, Grant, OpenOptions } from '../src/types.ts';
import { atProvider, completed, denied, expired, testSession, until } from './stand-in/session.ts';

const equal = (seen: unknown, wanted: unknown): void => {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
};

let client: AlterConnect;
let told: string[];
let grants: Grant[];
let errors: AlterError[];

const listeners = (): Pick<OpenOptions, 'onSuccess' | 'onError' | 'onExit' | 'onEvent'> => ({
  onSuccess: (all) => {
    grants = all;
    told.push('success');
  },
  onError: (error) => {
    errors.push(error);
    told.push(`error ${error.code}`);
  },
  onExit: () => told.push('exit'),
  onEvent: (name) => told.push(name),
});

const popup = { flow: 'popup' } as const;
const opened = (session: { read(): Promise<{ log: string[] }> }) =>
  until('the page opened', async () => (await session.read()).log.find((line) => line.startsWith('opened')));

beforeEach(() => {
  sessionStorage.clear();
  client = AlterConnect.create();
  [told, grants, errors] = [[], [], []];
});
afterEach(() => client.destroy());

describe('a popup', () => {
  it('delivers the grants that the watch names, then closes', async () => {
    const session = testSession();
    client.on('close', () => told.push('close'));
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    equal(client.isOpen(), true);
    await opened(session);
    await session.tell({ event: completed() });
    await until('success', () => told.includes('close'));
    equal(told, ['connect_opened', 'success', 'close']);
    equal(grants[0]?.account_identifier, 'alice@example.com');
    equal(client.isOpen(), false);
  });

  it('is opened inside the click, before the session is fetched', async () => {
    const session = testSession();
    const seen: string[] = [];
    const real = { open: window.open, fetch: window.fetch };
    window.open = (...args) => (seen.push('open'), real.open.apply(window, args));
    window.fetch = (...args) => (seen.push('fetch'), real.fetch.apply(window, args));
    try {
      const launched = client.open({
        ...popup,
        ...listeners(),
        sessionUrl: session.sessionUrl,
        baseURL: session.baseURL,
      });
      equal(seen[0], 'open');
      await launched;
    } finally {
      Object.assign(window, real);
    }
  });

  it('that the browser blocks is `popup_blocked`, and nothing is fetched', async () => {
    const session = testSession();
    const real = window.open;
    window.open = () => null;
    await client.open({ ...popup, ...listeners(), sessionUrl: session.sessionUrl, baseURL: session.baseURL });
    window.open = real;
    equal(told, ['error popup_blocked']);
    equal((await session.read()).log, []);
    equal(client.isOpen(), false);
  });

  it('closed by the person with nothing under way is an exit, also without onExit', async () => {
    const session = testSession();
    await session.tell({ page: 'closes' });
    await client.open({
      ...popup,
      onSuccess: () => told.push('success'),
      token: session.token,
      baseURL: session.baseURL,
    });
    await until('closed', () => !client.isOpen());
    equal(told, []);
  });

  it('closed after the server completed is a success, not an exit', async () => {
    const session = testSession();
    await session.tell({ page: 'closes', event: completed() });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('an end', () => !client.isOpen());
    equal(told, ['connect_opened', 'success']);
  });

  it('that closes while the person is at the provider keeps the watch, and the result still arrives', async () => {
    const session = testSession();
    await session.tell({ page: 'closes', event: atProvider });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('the popup to be lost', () => told.includes('popup_lost'));
    equal(client.isOpen(), true);
    await session.tell({ event: completed() });
    await until('success', () => told.includes('success'));
    equal(told, ['connect_opened', 'popup_lost', 'success']);
  });

  it('cut from its opener by a Cross-Origin-Opener-Policy still delivers by the watch', async () => {
    const session = testSession();
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.coopURL });
    equal(await opened(session), 'opened without opener');
    await until('the popup to be lost', () => told.includes('popup_lost'));
    await session.tell({ event: completed() });
    await until('success', () => told.includes('success'));
  });

  it('that was lost is an exit once the session expires', async () => {
    const session = testSession();
    await session.tell({ page: 'closes', event: atProvider });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('the popup to be lost', () => told.includes('popup_lost'));
    await session.tell({ event: expired });
    await until('exit', () => told.includes('exit'));
  });

  it('in which the person says no is the error `access_denied`', async () => {
    const session = testSession();
    await session.tell({ event: denied });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('the error', () => told.includes('error access_denied'));
    equal(errors[0]?.message, 'Access was not allowed.');
  });
});

describe('a message from the popup', () => {
  it('is not believed where the server can be asked', async () => {
    const session = testSession();
    await session.tell({ page: 'posts-success' });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('the question', async () => (await session.read()).log.includes('ask'));
    equal(told, ['connect_opened']);
    await session.tell({ event: completed('from the server') });
    await until('success', () => told.includes('success'));
    equal(grants[0]?.account_identifier, 'from the server');
  });

  it('settles the attempt where the vault gives no ticket', async () => {
    const session = testSession();
    await session.tell({ page: 'posts-success', refuse: { status: 403, error: 'origin_not_allowed', message: '' } });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('success', () => told.includes('success'));
    equal(grants[0]?.account_identifier, 'from the message');
  });

  it('from any other window is ignored', async () => {
    const session = testSession();
    await session.tell({ refuse: { status: 403, error: 'origin_not_allowed', message: '' } });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: location.origin });
    window.postMessage({ type: 'alter_connect_success', grants: [{ grant_id: 'forged', provider: 'acme' }] }, '*');
    await new Promise((resolve) => setTimeout(resolve, 300));
    equal(told, ['connect_opened']);
  });
});

describe('the handshake', () => {
  it('is answered for a session fetched from sessionUrl in this click', async () => {
    const session = testSession();
    await client.open({ ...popup, ...listeners(), sessionUrl: session.sessionUrl, baseURL: session.baseURL });
    const line = await until('the answer', async () =>
      (await session.read()).log.find((each) => each.startsWith('answered')),
    );
    equal(line, `answered alter_connect_here session-of-${session.token} ${'0'.repeat(32)}`);
  });

  for (const [what, options] of [
    ['a token handed in', (token: string) => ({ token })],
    ['a token from a function', (token: string) => ({ sessionToken: () => token })],
  ] as const) {
    it(`is never answered for ${what}`, async () => {
      const session = testSession();
      await client.open({ ...popup, ...listeners(), ...options(session.token), baseURL: session.baseURL });
      await opened(session);
      await new Promise((resolve) => setTimeout(resolve, 700));
      equal(
        (await session.read()).log.filter((line) => line.startsWith('answered')),
        [],
      );
    });
  }

  it('is never answered for the id of another session', async () => {
    const session = testSession();
    await session.tell({ hello: 'session-of-somebody-else' });
    await client.open({ ...popup, ...listeners(), sessionUrl: session.sessionUrl, baseURL: session.baseURL });
    await opened(session);
    await new Promise((resolve) => setTimeout(resolve, 700));
    equal(
      (await session.read()).log.filter((line) => line.startsWith('answered')),
      [],
    );
  });
});

describe('the watch', () => {
  it('goes on by long polls where streams are cut twice, after the last event it saw', async () => {
    const session = testSession();
    await session.tell({ cutStreams: true });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('a long poll', async () => (await session.read()).log.includes('?wait=25 after 1'));
    equal(
      (await session.read()).log.filter((line) => line.startsWith('stream')),
      ['stream', 'stream after 1'],
    );
    await session.tell({ event: completed() });
    await until('success', () => told.includes('success'));
  });

  it('keeps the ticket in sessionStorage while it runs, never the session token, and nothing afterwards', async () => {
    const session = testSession();
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('a stream', async () => (await session.read()).log.includes('stream'));
    const kept = JSON.parse(sessionStorage.getItem('alter_connect_ticket') ?? '{}') as Record<string, unknown>;
    equal(kept['ticket'], `watch_${session.token}`);
    equal(JSON.stringify(Object.values(kept)).includes(`"${session.token}"`), false);
    await session.tell({ event: completed() });
    await until('success', () => told.includes('success'));
    equal(sessionStorage.length, 0);
  });

  it('that is refused because the session has expired is `session_expired` at once', async () => {
    const session = testSession();
    await session.tell({ refuse: { status: 401, error: 'session_expired', message: 'The session has expired.' } });
    await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
    await until('the error', () => told.includes('error session_expired'));
  });
});

describe('the session', () => {
  it('that cannot be fetched closes the empty window and is `session_fetch_failed`', async () => {
    const session = testSession();
    await session.tell({ sessionStatus: 500 });
    const real = window.open;
    let mine: Window | null = null;
    window.open = (...args) => (mine = real.apply(window, args));
    await client.open({ ...popup, ...listeners(), sessionUrl: session.sessionUrl, baseURL: session.baseURL });
    window.open = real;
    equal(told, ['connect_opened', 'error session_fetch_failed']);
    await until('the window to close', () => mine?.closed);
  });

  it('is asked for with the providers that were chosen', async () => {
    const session = testSession();
    await client.open({
      ...popup,
      ...listeners(),
      sessionUrl: session.sessionUrl,
      providers: ['acme'],
      baseURL: session.baseURL,
    });
    equal((await session.read()).log[0], 'session {"providers":["acme"]}');
  });
});

describe('a second open', () => {
  it('brings the window to the front and says `already_open`; the first goes on', async () => {
    const session = testSession();
    const options = { ...popup, ...listeners(), token: session.token, baseURL: session.baseURL };
    await client.open(options);
    await client.open(options);
    equal(told, ['connect_opened', 'error already_open']);
    await session.tell({ event: completed() });
    await until('success', () => told.includes('success'));
  });

  it('after an end works, with listeners of `on` kept', async () => {
    for (const session of [testSession(), testSession()]) {
      const off = client.on('success', () => told.push('bus'));
      await session.tell({ event: completed() });
      await client.open({ ...popup, ...listeners(), token: session.token, baseURL: session.baseURL });
      await until('an end', () => !client.isOpen());
      off();
    }
    equal(told, ['connect_opened', 'bus', 'success', 'connect_opened', 'bus', 'success']);
  });
});

describe('misuse', () => {
  for (const [what, options, code] of [
    ['no token', { onSuccess: () => undefined }, 'invalid_options'],
    ['no onSuccess', { token: 'sess_x' }, 'invalid_options'],
    [
      'a base URL without a host',
      { token: 'sess_x', onSuccess: () => undefined, baseURL: 'vault' },
      'invalid_oauth_url',
    ],
  ] as const) {
    it(`rejects ${what} with \`${code}\``, async () => {
      const error = await client.open(options as unknown as OpenOptions).catch((caught: unknown) => caught);
      equal((error as AlterError).code, code);
    });
  }

  it('rejects every call after destroy with `sdk_destroyed`, but getVersion', async () => {
    client.destroy();
    client.destroy();
    equal(client.getVersion(), '0.1.0');
    const error = await client.open({ token: 'x', onSuccess: () => undefined }).catch((caught: unknown) => caught);
    equal((error as AlterError).code, 'sdk_destroyed');
  });
});
