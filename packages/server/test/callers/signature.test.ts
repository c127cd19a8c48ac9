import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureHeaders as names } from '@alter/protocol';
import { verifySignature, type SignedRequest } from '../../src/callers/signature.ts';
import { SigningKeys } from '../../src/callers/signing-keys.ts';
import { sha256, signed } from './harness.ts';

const key = 'alter_rk_exampleexampleexample2_y4fcqm';
const now = 1_795_348_800_000;
const body = '{"limit":2}';
const keys = new SigningKeys();

const request = (headers: Record<string, string>, change: Partial<SignedRequest> = {}): SignedRequest => ({
  method: 'POST',
  target: '/sdk/grants/list?b=1&a=2',
  headers,
  bodyHash: sha256(body),
  ...change,
});
const verify = (given: SignedRequest, at = now) => verifySignature(given, () => keys.of(sha256(key), key), at);
const identity = {
  [names.caller]: 'billing-worker',
  [names.callerType]: 'service',
  [names.actorId]: '0a000000-0000-4000-8000-0000000000ac',
  [names.context]: '{"tool":"search"}',
};
const sign = (headers: Record<string, string> = {}) =>
  signed({ method: 'POST', target: '/sdk/grants/list?b=1&a=2', body, key, at: now, headers });
const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([given]) => given !== name));

describe('verifySignature', () => {
  it('accepts the published vector C with both headers', () => {
    const signature = 'f3e0a39c04a1cff8c3a57ca91e1ca346a5981c767fb4ce6a32733ca7518afbf0';
    const hash = '8bb3f3bbc9f9c17ed60de3ee9827d06aabc8f1613c82fd2894afe7f1ac7948d6';
    const headers = {
      ...identity,
      [names.context]: '{"tool":"search","run_id":"r1"}',
      [names.timestamp]: '1795348800',
      [names.nonce]: '00112233445566778899aabbccddeeff',
      [names.contentHash]: hash,
      [names.signature]: signature,
      [names.signatureV2]: signature,
    };
    const given = request(headers, { target: '/sdk/proxy', bodyHash: hash });
    expect(verify(given)).toEqual({ kind: 'signed', nonce: '00112233445566778899aabbccddeeff', contentHash: hash });
  });

  it('calls a request without any signature header unsigned, and one with a single one invalid', () => {
    expect(verify(request({ 'x-api-key': key, ...identity }))).toEqual({ kind: 'unsigned' });
    const whole = sign(identity);
    for (const name of [names.timestamp, names.nonce, names.contentHash, names.signature, names.signatureV2]) {
      expect(verify(request({ [name]: whole[name]! })), `${name} alone`).toMatchObject({ code: 'invalid_signature' });
    }
  });

  it.each([names.timestamp, names.nonce, names.contentHash, names.signature])(
    'refuses a request without %s',
    (name) => {
      expect(verify(request(without(sign(), name)))).toMatchObject({ code: 'invalid_signature' });
      expect(verify(request({ ...sign(), [name]: '' }))).toMatchObject({ code: 'invalid_signature' });
    },
  );

  it.each(Object.keys(identity))('refuses a request from which %s was stripped', (name) => {
    expect(verify(request(sign(identity))).kind).toBe('signed');
    expect(verify(request(without(sign(identity), name)))).toMatchObject({ code: 'invalid_signature' });
  });

  it.each([...Object.keys(identity), names.scopeConstraints, names.requestRule, names.intent])(
    'refuses a request to which %s was added',
    (name) => {
      expect(verify(request({ ...sign(), [name]: 'added' }))).toMatchObject({ code: 'invalid_signature' });
    },
  );

  it('signs the intent of the raw form, so that it cannot be exchanged under a signed body', () => {
    const headers = sign({ [names.intent]: 'e30' });
    expect(verify(request(headers)).kind).toBe('signed');
    expect(verify(request({ ...headers, [names.intent]: 'e31' }))).toMatchObject({ code: 'invalid_signature' });
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['method', { method: 'PUT' }],
    ['path', { target: '/sdk/grants/lis?b=1&a=2' }],
    ['query', { target: '/sdk/grants/list?b=1&a=3' }],
    ['body', { bodyHash: sha256('{"limit":3}') }],
  ])('refuses another %s than the one signed', (_, change) => {
    expect(verify(request(sign(), change))).toMatchObject({ code: 'invalid_signature' });
  });

  it('accepts a query in another order, as the published form sorts it', () => {
    expect(verify(request(sign(), { target: '/sdk/grants/list?a=2&b=1' })).kind).toBe('signed');
  });

  it('takes the claimed hash when the body is still to come, and hands it over for checking', () => {
    const verdict = verify(request(sign(), { bodyHash: null }));
    expect(verdict).toMatchObject({ kind: 'signed', contentHash: sha256(body) });
  });

  it('refuses a second header that differs from the first', () => {
    const headers = sign(identity);
    expect(verify(request({ ...headers, [names.signatureV2]: '0'.repeat(64) }))).toMatchObject({
      code: 'invalid_signature',
    });
    expect(verify(request({ ...headers, [names.signature]: '0'.repeat(64) }))).toMatchObject({
      code: 'invalid_signature',
    });
  });

  it('accepts 300 seconds either way and not one more', () => {
    const headers = sign();
    expect(verify(request(headers), now + 300_000).kind).toBe('signed');
    expect(verify(request(headers), now - 300_000).kind).toBe('signed');
    expect(verify(request(headers), now + 301_000)).toMatchObject({ code: 'signature_expired' });
    expect(verify(request(headers), now - 301_000)).toMatchObject({ code: 'signature_expired' });
  });

  it.each<[string, string, string]>([
    ['upper-case hex', names.signature, 'upper'],
    ['a nonce of another form', names.nonce, 'nonce'],
    ['a timestamp with a sign', names.timestamp, '+1795348800'],
    ['a timestamp in exponent form', names.timestamp, '1.795e9'],
    ['a hash that is not hex', names.contentHash, 'z'.repeat(64)],
  ])('refuses %s', (_, name, value) => {
    const headers = sign();
    const changed = value === 'upper' ? headers[name]!.toUpperCase() : value;
    expect(verify(request({ ...headers, [name]: changed }))).toMatchObject({ code: 'invalid_signature' });
  });

  it('does not derive a key for headers of the wrong form', () => {
    const never = () => {
      throw new Error('derived');
    };
    expect(verifySignature(request({ [names.signature]: 'x' }), never, now)).toMatchObject({
      code: 'invalid_signature',
    });
  });
});

describe('SigningKeys', () => {
  it('derives the published signing key and keeps it as long as it is used', () => {
    const cache = new SigningKeys(2);
    const first = cache.of('h1', key);
    expect(first.export().toString('hex')).toBe('ce4b583ba59c4b4525b9dc761c309096116227511c3ec6c22cb475accb2a3bbe');
    cache.of('h2', 'b');
    expect(cache.of('h1', key)).toBe(first);
    cache.of('h3', 'c');
    expect(cache.size).toBe(2);
    expect(cache.of('h1', key)).toBe(first);
    const again = cache.of('h2', 'b');
    expect(again.equals(createSecretKey(createHmac('sha256', 'b').update('alter-signing-v1').digest()))).toBe(true);
    expect(cache.size).toBe(2);
  });
});
