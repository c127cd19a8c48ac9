import { describe, expect, it } from 'vitest';
import { answerHeaders, judgeRequestHeaders } from '../../src/egress/headers.ts';

const judge = (headers: Record<string, string>) => judgeRequestHeaders(headers, ['x-inject']);

describe('judgeRequestHeaders', () => {
  it.each([
    'Authorization',
    'authentication',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'Host',
    'Transfer-Encoding',
    'X-Api-Key',
    'X-Auth-Token',
    'X-Amz-Security-Token',
    'X-Amz-Date',
    'X-Amz-Content-Sha256',
    'X-Goog-Authorization',
    'X-Goog-Iam-Authorization-Token',
    'X-Stripe-Account',
    'X-Shopify-Access-Token',
    'X-Http-Method',
    'X-Http-Method-Override',
    'X-Method-Override',
    'X-Forwarded-For',
    'X-Alter-Signature',
    'X-Inject',
  ])('refuses %s in any case, since the vault sets it or nobody may', (name) => {
    const expected = { kind: 'deny', code: 'forbidden_header', header: name.toLowerCase() };
    expect(judge({ [name]: 'x' })).toEqual(expected);
    expect(judge({ [name.toUpperCase()]: 'x' })).toEqual(expected);
  });

  it.each([
    ['a line break in a value', { 'x-a': 'b\r\nauthorization: Bearer mine' }],
    ['a bare line feed', { 'x-a': 'b\nc' }],
    ['a NUL', { 'x-a': 'b\0' }],
    ['a character beyond one byte', { 'x-a': 'ě' }],
    ['a line break in a name', { 'x-a\r\nauthorization': 'x' }],
    ['a space in a name', { 'authorization ': 'x' }],
    ['a colon in a name', { 'x:authorization': 'x' }],
    ['an empty name', { '': 'x' }],
    ['one name in two cases', { 'X-A': '1', 'x-a': '2' }],
  ])('refuses %s', (_, headers) => {
    expect(judge(headers)).toMatchObject({ kind: 'deny', code: 'invalid_header' });
  });

  it('drops hop-by-hop headers and what Connection lists, and keeps the rest', () => {
    const headers = {
      Connection: 'close, X-Private',
      'X-Private': '1',
      'Keep-Alive': 'timeout=5',
      TE: 'trailers',
      Upgrade: 'h2c',
      Expect: '100-continue',
      'Content-Length': '7',
      Accept: 'text/plain',
      'X-Note': 'tab\tand é',
    };
    expect(judge(headers)).toEqual({ kind: 'allow', headers: { accept: 'text/plain', 'x-note': 'tab\tand é' } });
  });
});

describe('answerHeaders', () => {
  it('keeps the provider’s own and drops hop, framing, cookie and origin headers, and everything that looks like ours', () => {
    const { headers, echoed } = answerHeaders(
      {
        'content-type': 'text/plain',
        'content-encoding': 'gzip',
        link: '<a>; rel=next',
        vary: 'accept',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
        'keep-alive': 'timeout=5',
        'transfer-encoding': 'chunked',
        'content-length': '10',
        'set-cookie': ['a=1', 'b=2'],
        'strict-transport-security': 'max-age=1',
        'alt-svc': 'h3=":443"',
        'x-alter-outcome': 'alter',
        'x-alter-anything': '1',
      },
      ['secret-token'],
    );
    expect(headers).toEqual({
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      link: '<a>; rel=next',
      vary: 'accept',
    });
    expect(echoed).toBe(false);
  });

  it.each([
    ['plain', 'Bearer secret-token/1'],
    ['in a URL', 'https://x.test/?t=secret-token%2F1'],
    ['in one of several values', ['fine', 'secret-token/1']],
  ])('drops a header that repeats the credential: %s', (_, value) => {
    const given = { 'x-debug': value, 'x-other': 'kept' };
    expect(answerHeaders(given, ['secret-token/1'])).toEqual({ headers: { 'x-other': 'kept' }, echoed: true });
  });
});
