/** Refusals that are not where RFC 6749 §5.2 has them: what is understood of them, and what is not believed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { refreshTokens } from '../../src/oauth/refresh.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, providerAt } from './custom-provider.ts';

const refreshToken = new Secret('refresh-0a1b2c3d4e5f60718293');

let server: ScriptedServer;
let reply: Reply;
beforeAll(async () => {
  server = await startScripted(() => reply);
});
afterAll(() => server.close());

async function refused(status: number, body: unknown) {
  reply = { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const outcome = await refreshTokens({ ...call(providerAt(server.origin)), refreshToken, fields: {} });
  expect(outcome.kind).toBe('refused');
  return outcome;
}

describe('a word of the standard in another place means what it means in its own', () => {
  const places: [string, (word: string) => unknown][] = [
    ['the type of the first error', (word) => ({ errors: [{ errorType: word, message: 'x' }], success: false })],
    ['the code of the first error', (word) => ({ message: 'Bad Request', errors: [{ code: word }] })],
    ['an error object’s type', (word) => ({ error: { type: word } })],
    ['an error object’s name', (word) => ({ error: { error_name: word, error_msg: 'x' } })],
    ['an error object’s code, beside a type of the vendor’s own', (word) => ({ error: { type: 'api', code: word } })],
    ['code', (word) => ({ code: word, message: 'x' })],
    ['error_code', (word) => ({ error_code: word })],
    ['the message alone', (word) => ({ message: word })],
    ['a list of errors as the whole answer', (word) => [{ errorCode: word, message: 'x' }]],
    ['capital letters', (word) => ({ errorCode: word.toUpperCase() })],
  ];

  test.each(places)('%s', async (_place, said) => {
    const named = async (word: string, status: number) => refused(status, said(word));
    expect(await named('invalid_grant', 400)).toMatchObject({ class: 'permanent', error: 'invalid_grant' });
    expect(await named('invalid_client', 401)).toMatchObject({ class: 'configuration', error: 'invalid_client' });
    expect(await named('unauthorized_client', 403)).toMatchObject({ class: 'configuration' });
    // It was refused, and not because of the token.
    expect(await named('invalid_request', 400)).toMatchObject({ class: 'transient', error: 'invalid_request' });
    // Said with status 200, as some say everything.
    expect(await named('invalid_grant', 200)).toMatchObject({ class: 'permanent' });
    // A server in trouble is not believed that a token is dead, wherever it says so.
    expect(await named('invalid_grant', 503)).toMatchObject({ class: 'indeterminate' });
    expect(await named('invalid_grant', 408)).toMatchObject({ class: 'indeterminate' });
    expect(await named('invalid_grant', 429)).toMatchObject({ class: 'transient' });
  });
});

describe('a refusal in words of the vendor’s own', () => {
  test.each<[string, number, unknown, string]>([
    ['a code', 400, { errors: [{ category: 'AUTH', code: 'UNAUTHORIZED' }] }, 'UNAUTHORIZED'],
    ['a number', 400, { code: 283, message: 'nonsense 42' }, '283'],
    ['a type', 401, { type: 'service.not_authorized', message: 'Not Authorized' }, 'service.not_authorized'],
    ['plain words', 400, { status: 400, message: 'Invalid refresh token' }, 'Invalid refresh token'],
    ['plain words, beside a flag', 403, { error: true, status: 403, message: 'Forbidden' }, 'Forbidden'],
    ['what is said of access tokens', 401, { code: 'invalid_token' }, 'invalid_token'],
    ['what a gateway says', 403, { code: 'access_denied' }, 'access_denied'],
    ['nothing that has a name', 400, { success: false }, 'provider_error'],
    ['an error that is a number', 409, { error: 409 }, 'provider_error'],
  ])('%s: is not the end of a grant, and leaves no doubt about the token', async (_case, status, body, word) => {
    expect(await refused(status, body)).toMatchObject({ class: 'transient', error: word, status });
  });

  test.each<[string, number, unknown]>([
    ['a server in trouble', 500, { code: 'internal', message: 'x' }],
    ['a gateway that waited too long', 408, { message: 'Request Timeout' }],
    ['a gateway that waited too long, in OAuth’s form', 408, { error: 'timeout' }],
    ['nothing at all', 400, {}],
    ['a word alone', 400, 'invalid_grant'],
    ['an error beside a status that says success', 200, { errors: [{ code: 'UNAUTHORIZED' }], success: false }],
    ['a redirect', 302, { code: 'invalid_grant' }],
  ])('%s: the fate of the token stays open', async (_case, status, body) => {
    expect(await refused(status, body)).toMatchObject({ class: 'indeterminate' });
  });

  test.each<[string, unknown]>([
    ['as a code', { code: refreshToken.reveal() }],
    ['as a code, with more', { errors: [{ code: `dead:${refreshToken.reveal()}` }] }],
    ['in the message', { message: `Refresh token invalid: ${refreshToken.reveal()}` }],
    ['another one', { code: 'a8Fj3kLm9QzXw2Rt7Yp0Vb5Nc' }],
    ['an object where a word belongs', { code: { token: refreshToken.reveal() } }],
    ['a very long word', { code: 'x'.repeat(5_000) }],
    ['control characters', { code: 'bad\u0007\nword' }],
    ['markup', { code: '<script>alert(1)</script>' }],
  ])('what it echoes is not recorded as its name: %s', async (_case, body) => {
    const outcome = await refused(400, body);
    expect(outcome).toMatchObject({ class: 'transient', error: 'provider_error' });
    expect(JSON.stringify(outcome)).not.toMatch(/0a1b2c3d|a8Fj3k/);
  });
});

test('an access token is taken although the answer has a code, a message and a list of errors beside it', async () => {
  reply = { body: { access_token: 'access-new', code: 'invalid_grant', message: 'ok', errors: [{ code: 'x' }] } };
  const outcome = await refreshTokens({ ...call(providerAt(server.origin)), refreshToken, fields: {} });
  expect(outcome.kind).toBe('ok');
});
