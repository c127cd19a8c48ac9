/** Reloads and redirects, in a frame that can be reloaded; the vault is a stand-in (see `stand-in/vault-server.ts`). */
import type { AlterConnect } from '../src/headless.ts';
import type { Grant } from '../src/types.ts';
import { completed, denied, testSession, until } from './stand-in/session.ts';

interface Host extends Window {
  AlterConnect: typeof AlterConnect;
}

const page = new URL('./host.html', import.meta.url).href;
let frame: HTMLIFrameElement;

const load = async (address = page): Promise<Host> => {
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = 'about:blank';
  await loaded;
  const again = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = address;
  await again;
  return until('the client', () => (frame.contentWindow as Host | null)?.AlterConnect && (frame.contentWindow as Host));
};

const stored = (session: { token: string; baseURL: string }, returnUrl?: string) =>
  sessionStorage.setItem(
    'alter_connect_ticket',
    JSON.stringify({
      baseURL: session.baseURL,
      ticket: `watch_${session.token}`,
      time: Date.now(),
      page: 1,
      returnUrl,
    }),
  );

beforeEach(() => {
  sessionStorage.clear();
  frame = document.body.appendChild(document.createElement('iframe'));
});
afterEach(() => frame.remove());

it('goes on after a reload in the middle, and gives the result to the first listener however late it comes', async () => {
  const session = testSession();
  const before = await load();
  await before.AlterConnect.create().open({
    flow: 'popup',
    token: session.token,
    baseURL: session.baseURL,
    onSuccess: () => undefined,
  });
  await until('a stream', async () => (await session.read()).log.includes('stream'));
  const after = await load();
  const client = after.AlterConnect.create();
  if (!client.isOpen()) throw new Error('the flow was not taken up');
  await session.tell({ event: completed() });
  await until('an end', () => !client.isOpen());
  const grants = await new Promise<Grant[]>((resolve) => client.on('success', resolve));
  if (grants[0]?.account_identifier !== 'alice@example.com') throw new Error(JSON.stringify(grants));
});

it("reads a redirect's result from the server, not from the address, and cleans the address", async () => {
  const session = testSession();
  await session.tell({ event: completed('from the server') });
  stored(session, `${page}?view=1#part`);
  const host = await load(
    `${page}?view=1&alter_connect_success=true&grant_id=forged&provider=acme&account_identifier=forged`,
  );
  const grants = await new Promise<Grant[]>((resolve) => host.AlterConnect.create().on('success', resolve));
  if (grants[0]?.account_identifier !== 'from the server') throw new Error(JSON.stringify(grants));
  if (host.location.href !== `${page}?view=1#part`) throw new Error(host.location.href);
});

it('reports a refusal after a redirect', async () => {
  const session = testSession();
  await session.tell({ event: denied });
  stored(session, page);
  const host = await load(`${page}?alter_connect_error=true&error_code=other`);
  const code = await new Promise((resolve) => host.AlterConnect.create().on('error', (error) => resolve(error.code)));
  if (code !== 'access_denied') throw new Error(String(code));
});

it('believes nothing that an address claims when no flow was begun here', async () => {
  const host = await load(`${page}?alter_connect_success=true&grant_id=forged&provider=acme&account_identifier=forged`);
  const client = host.AlterConnect.create();
  client.on('success', () => {
    throw new Error('believed');
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (client.isOpen()) throw new Error('opened');
});

it('keeps the ticket for a later return when the person just turned round', async () => {
  const session = testSession();
  stored(session, page);
  const host = await load();
  await new Promise<void>((resolve) => host.AlterConnect.create().on('exit', resolve));
  if (!sessionStorage.getItem('alter_connect_ticket')) throw new Error('forgotten');
});

it('leaves by redirect with only the ticket kept', async () => {
  const session = testSession();
  const host = await load();
  void host.AlterConnect.create().open({
    flow: 'redirect',
    sessionUrl: session.sessionUrl,
    baseURL: session.baseURL,
    onSuccess: () => undefined,
  });
  await until('the page', async () => (await session.read()).log.includes('opened without opener'));
  const kept = sessionStorage.getItem('alter_connect_ticket') ?? '';
  if (!kept.includes(`watch_${session.token}`) || kept.includes(`"${session.token}"`)) throw new Error(kept);
  if ((JSON.parse(kept) as { returnUrl: string }).returnUrl !== page) throw new Error(kept);
});
