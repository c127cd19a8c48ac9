import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalTarget, signatureHeaders as names, signingKeyMessage, stringToSign } from '../src/index.ts';
import { recorded, recordedKey, recordedTimestamp } from './recorded.ts';

const key = 'alter_rk_exampleexampleexample2_y4fcqm';
const nonce = '00112233445566778899aabbccddeeff';
const timestamp = '1795348800';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const signingKey = (apiKey: string) => createHmac('sha256', apiKey).update(signingKeyMessage).digest();
const sign = (parts: Parameters<typeof stringToSign>[0], apiKey = key) =>
  createHmac('sha256', signingKey(apiKey)).update(stringToSign(parts)).digest('hex');

const listBody = '{"limit":100,"offset":0}';
const listGrants = { method: 'POST', target: '/sdk/grants/list', timestamp, nonce, contentHash: sha256(listBody) };
const proxyBody =
  '{"method":"GET","url":"https://api.github.com/user","grant_id":"11111111-1111-4111-8111-111111111111"}';

describe('vectors of wire §3.1', () => {
  it('derives the signing key', () => {
    expect(signingKey(key).toString('hex')).toBe('ce4b583ba59c4b4525b9dc761c309096116227511c3ec6c22cb475accb2a3bbe');
  });

  it('hashes the bodies of A and C', () => {
    expect(sha256(listBody)).toBe('79cca47b16046efc521110b1af7825c6ea1893f0513b5314c7d4cc8cc4bed0fb');
    expect(sha256(proxyBody)).toBe('8bb3f3bbc9f9c17ed60de3ee9827d06aabc8f1613c82fd2894afe7f1ac7948d6');
  });

  const empty = sha256('');
  const context = '{"tool":"search","run_id":"r1"}';
  const rule =
    'eyJydWxlX3R5cGUiOiJqc29uX21hdGNoIiwicnVsZV9ib2R5Ijp7IndoZW4iOnsibWV0aG9kIjoiUE9TVCJ9LCJlZmZlY3QiOiJkZW55In19';

  it.each<[string, Parameters<typeof stringToSign>[0], string]>([
    ['A, a body', listGrants, 'fc3205c046533ce3c36773ecc42daa58286432c09d03358013b71865de146b80'],
    [
      'B, a query that is not sorted',
      {
        ...listGrants,
        method: 'GET',
        target: '/sdk/agents?limit=100&include_revoked=false&offset=0',
        contentHash: empty,
      },
      'c94a535d261c74d67752b0fa18f027cbfdd0c93bb06b705559991490167c5628',
    ],
    [
      'C, every identity header',
      {
        ...listGrants,
        target: '/sdk/proxy',
        contentHash: sha256(proxyBody),
        caller: 'billing-worker',
        callerType: 'service',
        actorId: '0a000000-0000-4000-8000-0000000000ac',
        context,
      },
      'f3e0a39c04a1cff8c3a57ca91e1ca346a5981c767fb4ce6a32733ca7518afbf0',
    ],
    [
      'D, scope constraints',
      { ...listGrants, scopeConstraints: 'grants:read' },
      '020e57d87480197c0a9b0ac8ce67e7223972001bfe0d6245e2753be4f0db0bc9',
    ],
    [
      'E, a request rule',
      { ...listGrants, requestRule: rule },
      'a1e03ca37e5d1d8941fce2039037f47e4a87d4d22e36afb353246cf117b80643',
    ],
    [
      'F, escapes in the query',
      {
        ...listGrants,
        method: 'GET',
        target: '/sdk/provider-specs/oauth/github/operation?operation_id=repos%2Fget+all',
        contentHash: empty,
      },
      '4c72c041007500fba02523b28e37c1eef3f7466da3749095ca34be43896b0a75',
    ],
  ])('%s', (_, parts, signature) => {
    expect(sign(parts)).toBe(signature);
  });

  it('writes the lines of C in the published order', () => {
    const text = stringToSign({
      ...listGrants,
      target: '/sdk/proxy',
      contentHash: sha256(proxyBody),
      caller: 'billing-worker',
      callerType: 'service',
      actorId: '0a000000-0000-4000-8000-0000000000ac',
      context,
    });
    expect(text.split('\n')).toEqual([
      'POST',
      '/sdk/proxy',
      timestamp,
      nonce,
      sha256(proxyBody),
      '',
      'caller:billing-worker',
      'caller-type:service',
      'actor-id:0a000000-0000-4000-8000-0000000000ac',
      `actor-context:${context}`,
    ]);
  });
});

describe('signatures recorded from the published SDK (wire §14.1)', () => {
  it.each(recorded.map((exchange) => [exchange.number, exchange.title, exchange] as const))(
    '%i, %s',
    (number, _, exchange) => {
      const header = (name: string) => exchange.headers[name];
      expect(sha256(exchange.body)).toBe(header(names.contentHash));
      const parts = {
        method: exchange.method,
        target: exchange.target,
        timestamp: recordedTimestamp,
        nonce: header(names.nonce)!,
        contentHash: header(names.contentHash)!,
        caller: header(names.caller),
        callerType: header(names.callerType),
        actorId: header(names.actorId),
        context: header(names.context),
      };
      expect(sign(parts, recordedKey(number))).toBe(header(names.signature));
      expect(header(names.signatureV2) ?? header(names.signature)).toBe(header(names.signature));
      if (parts.actorId)
        expect(sign({ ...parts, actorId: undefined }, recordedKey(number))).not.toBe(header(names.signature));
    },
  );

  it('are all there', () => {
    expect(recorded.map(({ number }) => number)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });
});

describe('canonical target (wire §3)', () => {
  it.each<[string, string, string]>([
    ['the unreserved ~ stays plain', '/a?b=~', '/a?b=~'],
    ['an escaped ~ is unescaped', '/a?b=%7E', '/a?b=~'],
    ['* is escaped', '/a?b=*', '/a?b=%2A'],
    ['other marks are escaped', "/a?b=!'()", '/a?b=%21%27%28%29'],
    ['a space is +', '/a?b=c%20d+e', '/a?b=c+d+e'],
    ['a literal + is %2B', '/a?b=%2B', '/a?b=%2B'],
    ['escapes are upper-case UTF-8', '/a?b=%c3%a4ö', '/a?b=%C3%A4%C3%B6'],
    ['names sort before values', '/a?b=2&a=9&b=1', '/a?a=9&b=1&b=2'],
    ['a repeated name keeps every value', '/a?x=1&x=1', '/a?x=1&x=1'],
    ['a blank value stays', '/a?b=&a', '/a?a=&b='],
    ['a value may hold =', '/a?b=c=d', '/a?b=c%3Dd'],
    ['a blank name stays', '/a?=v', '/a?=v'],
    ['empty pairs vanish', '/a?&&b=1&', '/a?b=1'],
    ['a bare ? is not signed', '/a?', '/a'],
    ['nor one with empty pairs only', '/a?&&', '/a'],
    ['a second ? belongs to the query', '/a?b=c?d', '/a?b=c%3Fd'],
    ['the path is decoded once', '/a%2Fb%252Fc', '/a/b%2Fc'],
    ['an invalid escape in the path stays', '/a%zz%2', '/a%zz%2'],
    ['an invalid escape in the query is escaped', '/a?b=%zz', '/a?b=%25zz'],
    ['a byte order mark stays', '/%EF%BB%BFa?b=%EF%BB%BF', '/\ufeffa?b=%EF%BB%BF'],
    ['invalid UTF-8 becomes U+FFFD, one for each maximal part', '/a?b=%F0%9F%41', '/a?b=%EF%BF%BDA'],
    ['upper case sorts before lower case', '/a?b=1&B=1', '/a?B=1&b=1'],
    ['a name sorts before the name it begins', '/a?ab=1&a=2', '/a?a=2&ab=1'],
    [
      'code points order beyond the basic plane: U+FF5E before U+1F600',
      '/a?%F0%9F%98%80=1&%EF%BD%9E=2',
      '/a?%EF%BD%9E=2&%F0%9F%98%80=1',
    ],
  ])('%s', (_, target, canonical) => {
    expect(canonicalTarget(target)).toBe(canonical);
  });
});

describe('string to sign', () => {
  it('has six lines at least, the sixth empty, and no line break at its end beyond it', () => {
    expect(stringToSign(listGrants)).toBe(`POST\n/sdk/grants/list\n${timestamp}\n${nonce}\n${sha256(listBody)}\n`);
  });

  it('leaves out empty optional headers and ends with the intent', () => {
    const text = stringToSign({ ...listGrants, caller: '', context: '', actorId: 'x', intent: 'e30' });
    expect(text.split('\n').slice(5)).toEqual(['', 'actor-id:x', 'intent:e30']);
  });
});
