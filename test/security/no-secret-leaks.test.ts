/** A whole run with everything that can go wrong in it; then every place that could keep a secret is searched for each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp, HttpPerson, mint } from '../harness/http-person.ts';
import { secretOf, startLine, type Line } from '../harness/line.ts';
import { requestLinesAt } from '../harness/request-lines.ts';
import { connect, denyAt, newPage, openPopup, startAppPage } from '../harness/people.ts';

const clock = movableClock();
let line: Line;
/** What the browser got of the vault's pages and answers, beside what the HTTP calls got. */
const answers: string[] = [];
/** Request lines that the vault received, as a server in front of it would log them. */
let targets: string[];
/** Secrets by what they are. */
const secrets = new Map<string, string[]>();

beforeAll(async () => {
  line = await startLine({
    clock,
    env: { ALTER_LOG_LEVEL: 'trace' },
    providers: { meadow: { name: 'Meadow', accessTtl: 300 } },
  });
  ({ targets } = requestLinesAt(line.vault));
  await inTheBrowser();
  await overHttp();
});
afterAll(async () => line.close());

async function inTheBrowser(): Promise<void> {
  const app = await startAppPage(line, { wallet: { reference: 'user-1' } });
  const browser = await launchBrowser();
  const { page, context } = await newPage(browser, app.origin);
  const read: Promise<void>[] = [];
  context.on('response', (response) => {
    if (!response.url().startsWith(line.vault) || response.status() >= 300) return;
    // A stream that is still open when its page closes has no body to read.
    read.push(
      response.text().then(
        (text) => void answers.push(text),
        () => undefined,
      ),
    );
  });
  await connect(page);
  await page.reload();
  const wallet = page.locator('alter-wallet');
  await wallet.getByRole('button', { name: /Meadow/ }).click();
  await wallet.getByText('Connected the account').waitFor();
  answers.push(await wallet.evaluate((element) => element.shadowRoot?.innerHTML ?? ''));
  await denyAt(await openPopup(page));
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  answers.push(await page.content());
  await context.close();
  await browser.close();
  await Promise.allSettled(read);
  secrets.set('session token', [...app.sessions]);
  secrets.set('wallet session token', [...app.walletSessions]);
  await app.close();
}

async function overHttp(): Promise<void> {
  const provider = line.providers['meadow']!;
  const { grantId, sessionToken } = await connectOverHttp(line, { login: 'bob' });
  secrets.get('session token')!.push(sessionToken);
  const keep = async (answer: Response): Promise<void> => {
    answers.push(JSON.stringify([...answer.headers]), await answer.text());
  };
  const at = (path: string, more: object = {}) => call(line, grantId, { url: `${provider.issuer}${path}`, ...more });
  await keep(await at('/api/me'));
  await keep(await at('/api/echo', { method: 'POST', body: { note: 'hello' }, reason: 'say hello' }));
  await keep(await at('/api/status/500'));
  await keep(await at('/token', { method: 'POST' }));
  await keep(await at('/api/me', { headers: { authorization: 'Bearer of-the-caller' } }));
  await keep(await at('/api/me', { url: 'https://elsewhere.invalid/' }));
  await keep(await line.post('/sdk/proxy', { method: 'GET', url: `${provider.issuer}/api/echo`, grant_id: grantId }));
  clock.advance(minutes(6));
  await keep(await at('/api/me'));
  await brokenCallbacks(keep);
  await keep(await line.post('/sdk/grants/list', {}));
  await keep(await line.post(`/sdk/oauth/grants/${grantId}/revoke`, { reason: 'done' }));
  await keep(await at('/api/me'));
  // One stays, so that the search looks at live ciphertext too.
  await connectOverHttp(line, { login: 'carol' });
  for (const { kind, value } of provider.issued) secrets.set(kind, [...(secrets.get(kind) ?? []), value]);
  secrets.set('client secret', [secretOf('meadow'), Buffer.from(secretOf('meadow')).toString('base64')]);
  secrets.set('API key', [line.key, line.otherKey]);
}

/** A replay, a code that the provider does not know, and a callback without a state. */
async function brokenCallbacks(keep: (answer: Response) => Promise<void>): Promise<void> {
  const person = new HttpPerson(line.vault);
  const token = await mint(line);
  secrets.get('session token')!.push(token);
  const { session_id: id } = await person.open(token);
  const first = await person.answerOf(id, 'meadow', { login: 'bob' });
  secrets.set('code', [first.searchParams.get('code')!]);
  first.searchParams.set('code', 'a-code-that-nobody-gave-0123456789');
  secrets.get('code')!.push('a-code-that-nobody-gave-0123456789');
  for (const target of [first.href, first.href, first.href.replace(/state=[^&]+/, '')]) {
    await keep(await person.ask('GET', target));
  }
  await keep(await person.ask('POST', '/sdk/oauth/connect/resume', { session_id: id }));
}

const fromTheRun = ['session token', 'wallet session token', 'code', 'access_token', 'refresh_token', 'id_token'];

/** Names what was found, never the secret itself. */
function foundIn(haystack: string | Buffer, kinds: readonly string[]): string[] {
  return kinds.filter((kind) => secrets.get(kind)!.some((secret) => haystack.includes(secret)));
}

describe('after a run with connections, calls, refreshes, refusals and revocations', () => {
  it('there was something of every kind to find', async () => {
    expect([...secrets.keys()].sort()).toEqual([...fromTheRun, 'API key', 'client secret'].sort());
    for (const [kind, values] of secrets) expect(values.length, kind).toBeGreaterThan(0);
    for (const values of secrets.values()) for (const value of values) expect(value.length).toBeGreaterThan(20);
    expect(line.providers['meadow']!.tokenCalls).toContain('refresh_token');
    expect((await line.rows('audit')).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['connect.failed', 'grant.refreshed', 'grant.revoked', 'request.refused']),
    );
  });

  it('the database, its logs, all else in the data folders, and every document hold none', async () => {
    const disk = await line.stored.bytes();
    expect(disk.includes('connect.completed')).toBe(true);
    expect(foundIn(disk, [...secrets.keys()])).toEqual([]);
  });

  it('the logs hold none, at their most talkative', () => {
    expect(line.logs.length).toBeGreaterThan(30);
    expect(foundIn(line.logs.join(''), [...secrets.keys()])).toEqual([]);
  });

  it('the audit rows hold none, in any field, also not encoded', async () => {
    const rows = await line.rows('audit');
    const text = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(20);
    expect(foundIn(text + decodeURIComponent(text.replaceAll('%', '%25')), [...secrets.keys()])).toEqual([]);
  });

  it("the pages' HTML and every answer after the minting hold none", () => {
    expect(answers.length).toBeGreaterThan(20);
    const text = answers.join('\n');
    expect(text).toContain('alter_connect_success');
    expect(foundIn(text, [...secrets.keys()])).toEqual([]);
  });

  it('no request line that the vault received held a session token, key or client secret', () => {
    expect(targets.some((target) => target.startsWith('GET /oauth/callback/'))).toBe(true);
    expect(foundIn(targets.join('\n'), ['session token', 'wallet session token', 'API key', 'client secret'])).toEqual(
      [],
    );
    expect(targets.join('\n')).not.toMatch(/sess_|watch_|alter_rk_/);
  });
});
