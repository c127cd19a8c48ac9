/** Stripe ends a connection by the account's id, which only the grant knows, and by no token. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { revokeToken } from '../../src/oauth/revoke.ts';
import stripe from '../../src/providers/entries/stripe.ts';
import { learnVariables } from '../../src/providers/learn.ts';
import { resolveKept } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';
import { resolveWith, type Texts } from './entry-in-use.ts';

const secret = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';
const resolve = () => resolveWith(secret)(stripe);

let server: ScriptedServer;
let reply: Reply;
beforeAll(async () => {
  server = await startScripted(() => reply);
});
afterAll(() => server.close());

/** @param kept what the grant has */
const ended = (kept: Texts) =>
  revokeToken({
    provider: resolveKept(resolve(), kept),
    fields: { access_token: new Secret('sk_of_the_account'), refresh_token: new Secret('rt_of_the_account') },
    fetch: server.fetch,
    signal: AbortSignal.timeout(10_000),
  });

describe('stripe', () => {
  test('an account is disconnected by its id, with the platform’s key and without its tokens', async () => {
    reply = { body: { stripe_user_id: 'acct_1' } };
    expect(await ended({ account: 'acct_1' })).toEqual({ kind: 'confirmed' });
    const { method, path, headers, body } = server.asked.at(-1)!;
    expect([method, path, headers.authorization]).toEqual(['POST', '/oauth/deauthorize', `Bearer ${secret}`]);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ client_id: 'client-1', stripe_user_id: 'acct_1' });
  });

  test.each([
    [
      'an account is over when it has disconnected itself',
      'This application is not connected to stripe account acct_1',
      'confirmed',
    ],
    ['an account is not called disconnected when the client is wrong', 'No such application: client-1', 'failed'],
  ])('%s', async (_case, error_description, kind) => {
    reply = { status: 401, body: { error: 'invalid_client', error_description } };
    const errorClass = kind === 'confirmed' ? 'permanent' : null;
    expect(stripe.hooks.errorClass?.('invalid_client', { error_description })).toBe(errorClass);
    expect(await ended({ account: 'acct_1' })).toMatchObject({ kind });
  });

  test('an account that is not known is left alone: nothing is sent', async () => {
    const before = server.asked.length;
    expect(await ended({})).toMatchObject({ kind: 'failed', retry: false });
    expect(server.asked.length).toBe(before);
  });

  test('the account is known from the token answer, and what is no account’s id is refused', () => {
    const learn = (id: string) => learnVariables(resolve(), 'token', () => id);
    expect(learn('acct_1')).toMatchObject({ kind: 'ok', provider: { variables: { account: 'acct_1' } } });
    expect(learn('acct_1&client_id=other')).toMatchObject({ kind: 'refused' });
  });
});
