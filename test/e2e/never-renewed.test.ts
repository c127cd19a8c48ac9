/** Access that nothing renews, as its person sees it: what the Wallet says is true before it ends and after. */
import { afterEach, describe, expect, it } from 'vitest';
import { walletGrant, type WalletGrant } from '@alter/protocol/schemas';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { newPage, startAppPage } from '../harness/people.ts';

let line: Line;
afterEach(async () => line.close());

/** @param accessTtl seconds @param refreshTokens whether the provider gives any */
async function connected(accessTtl: number, refreshTokens = false) {
  const clock = movableClock();
  line = await startLine({ clock, providers: { meadow: { name: 'Meadow', accessTtl, refreshTokens } } });
  const { grantId } = await connectOverHttp(line, { login: 'alice' });
  return { clock, grantId };
}

async function wallet(path: string, method = 'GET'): Promise<unknown> {
  const body = { user: { reference: 'user-1' }, allowed_origin: 'http://localhost:1' };
  const { session_token } = (await (await line.post('/sdk/wallet/session', body)).json()) as { session_token: string };
  const headers = { authorization: `Bearer ${session_token}` };
  return (await fetch(`${line.vault}/wallet/grants${path}`, { method, headers })).json();
}

const look = async (grantId: string): Promise<WalletGrant> => {
  const shown = await wallet(`/${grantId}`);
  expect(walletGrant.parse(shown)).toEqual(shown);
  const { grants } = (await wallet('')) as { grants: unknown[] };
  expect(grants).toEqual([shown]);
  return shown as WalletGrant;
};

const ofApp = async (path: string): Promise<Record<string, unknown>> =>
  (await fetch(line.vault + path, { headers: { 'x-api-key': line.key } })).json() as Promise<Record<string, unknown>>;

/** Longer than any life that a token can have: what counts is that no end is known. */
const centurySeconds = 100 * 365 * 86_400;

describe('a connection in the Wallet', () => {
  it('that is renewed says so, and the end of its token is no end of its own', async () => {
    const { grantId, clock } = await connected(3600, true);
    const shown = await look(grantId);
    expect(shown).toMatchObject({ status: 'active', refreshable: true, expires_at: null });
    expect(shown.token_expires_at).toBe((await ofApp(`/sdk/grants/${grantId}/health`))['token_expires_at']);
    clock.advance(minutes(61));
    expect(await look(grantId)).toMatchObject({ status: 'active', refreshable: true });
    expect((await call(line, grantId)).status).toBe(200);
  });

  it('without a refresh token wants its person from the moment its token ends, as the next call finds out', async () => {
    const { grantId, clock } = await connected(3600);
    const before = await look(grantId);
    expect(before).toMatchObject({ status: 'active', refreshable: false, expires_at: null });
    expect((await call(line, grantId)).status).toBe(200);

    clock.advance(Date.parse(before.token_expires_at!) - clock.now() - minutes(1));
    expect(await look(grantId)).toMatchObject({ status: 'active' });
    clock.advance(minutes(1));
    expect(await look(grantId)).toEqual({
      ...before,
      status: 'needs_reauth',
      last_used_at: expect.anything() as string,
    });
    const refused = await call(line, grantId);
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([403, 'credential_revoked']);
    expect(await look(grantId)).toMatchObject({ status: 'needs_reauth', refreshable: false });
    expect(await wallet(`/${grantId}/refreshes`)).toMatchObject({
      refreshes: [{ outcome: 'ended', error: 'no_refresh_token', calls: 0 }],
    });
    expect(await wallet(`/${grantId}/revoke`, 'POST')).toMatchObject({ status: 'revoked', refreshable: false });
  });

  it('without an end stays as it is, whatever time passes', async () => {
    const { grantId, clock } = await connected(centurySeconds);
    const before = await look(grantId);
    expect(before).toMatchObject({ status: 'active', refreshable: false, token_expires_at: null });
    clock.advance(minutes(60 * 24 * 365));
    expect(await look(grantId)).toEqual(before);
  });

  it.each([
    [
      'that ends',
      3600,
      'Access does not renew itself. Once it has ended, connect the account again in Acme.',
      'Ends In 5',
    ],
    ['without an end', centurySeconds, 'Meadow set no end date for this access, so there is nothing to renew.', null],
  ])('%s tells its person what is true instead of a renewal to come', async (_which, accessTtl, sentence, end) => {
    await connected(accessTtl);
    const app = await startAppPage(line, { wallet: { reference: 'user-1' } });
    const browser = await launchBrowser();
    try {
      const { page } = await newPage(browser, app.origin);
      const shown = page.locator('alter-wallet');
      await shown.getByRole('button', { name: /alice@example.com/ }).click();
      await shown.getByText(sentence).waitFor();
      expect(await shown.getByText('Not renewed yet').count()).toBe(0);
      const facts = await shown.locator('.facts').innerText();
      if (end) expect(facts.replace(/\s+/g, ' ')).toContain(end);
      else expect(facts).not.toContain('Ends');
    } finally {
      await browser.close();
      await app.close();
    }
  });
});
