import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatKey, signatureHeaders as names } from '@alter/protocol';
import { auditRows } from '../../../../test/contracts/store/audit-rows.ts';
import { revokeKey, rotateKey } from '../../src/callers/api-keys.ts';
import { parseValue } from '../../src/middleware/body.ts';
import { limit, sha256, signed, startGate, type Harness } from './harness.ts';

let gate: Harness;
let key: string;

beforeAll(async () => {
  gate = await startGate();
  key = (await gate.key()).key.reveal();
});
afterAll(() => gate.close());

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

async function call(target: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(gate.url + target, init);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

const read = (headers: Record<string, string>) => call('/read/x', { headers });
const refused = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  return `${status} ${String(body['error'])}`;
};

describe('which key', () => {
  it('is taken from x-api-key or from Authorization: Bearer', async () => {
    expect((await read({ 'x-api-key': key })).status).toBe(200);
    expect((await read({ authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await read({ authorization: `bearer ${key}`, 'x-api-key': key })).status).toBe(200);
    expect((await read({ authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': key })).status).toBe(200);
  });

  it('is refused when two different ones come, because it would be unclear who calls', async () => {
    const other = (await gate.key()).key.reveal();
    const answer = await read({ authorization: `Bearer ${other}`, 'x-api-key': key });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({
      error: 'invalid_key',
      hint: expect.stringContaining('two different keys') as string,
    });
  });

  it('missing is 401 missing_key', async () => {
    expect(await refused(read({}))).toBe('401 missing_key');
    expect(await refused(read({ authorization: 'Basic dXNlcjpwYXNz' }))).toBe('401 missing_key');
  });

  it.each([
    ['a key nobody made', formatKey('rk', new Uint8Array(22).fill(9))],
    ['a cut key', 'alter_rk_exampleexampleexample2_y4fcq'],
    ['a key with a wrong checksum', 'alter_rk_exampleexampleexample2_y4fcqa'],
    ['a publishable key', formatKey('pk', new Uint8Array(22).fill(9))],
    ['something else', 'hello'],
  ])('%s is 401 invalid_key', async (_, wrong) => {
    expect(await refused(read({ 'x-api-key': wrong }))).toBe('401 invalid_key');
  });

  it('of an app that is not configured here is 503, so that nobody hunts for a wrong key', async () => {
    const orphan = (await gate.key({ appId: 'app-gone' })).key.reveal();
    expect(await refused(read({ 'x-api-key': orphan }))).toBe('503 app_not_found_for_key');
  });

  it('is never taken from the query', async () => {
    expect(await refused(call(`/read/x?x-api-key=${key}&api_key=${key}`))).toBe('401 missing_key');
  });
});

describe('a key that has ended', () => {
  it('says how: expired, rotated, revoked; and from the very next request', async () => {
    const made = await gate.key({ expiresAt: gate.time.now + 1000 });
    const headers = { 'x-api-key': made.key.reveal() };
    expect((await read(headers)).status).toBe(200);
    gate.time.now += 1000;
    expect(await refused(read(headers))).toBe('401 key_expired');

    const second = await gate.key();
    const old = { 'x-api-key': second.key.reveal() };
    expect((await read(old)).headers.get('X-Alter-Key-Deprecated')).toBeNull();
    const rotated = await rotateKey(gate.store, { appId: 'app-one', id: second.row.id, graceMs: 5000 }, gate.clock);
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    const inGrace = await read(old);
    expect(inGrace.status).toBe(200);
    expect(inGrace.headers.get('X-Alter-Key-Deprecated')).toBe('true');
    expect((await read({ 'x-api-key': rotated.key.reveal() })).headers.get('X-Alter-Key-Deprecated')).toBeNull();
    gate.time.now += 5000;
    expect(await refused(read(old))).toBe('401 key_rotated_grace_expired');

    const next = { 'x-api-key': rotated.key.reveal() };
    await revokeKey(gate.store, { appId: 'app-one', id: rotated.row.id }, gate.clock);
    expect(await refused(read(next))).toBe('401 key_revoked');
  });
});

describe('rights', () => {
  it('a missing scope is 403 with the published fields', async () => {
    const narrow = (await gate.key({ scopes: ['connect:initiate'] })).key.reveal();
    const { status, body } = await read({ 'x-api-key': narrow });
    expect(status).toBe(403);
    expect(body).toMatchObject({
      error: 'insufficient_scope',
      required: ['grants:read'],
      granted: ['connect:initiate'],
      missing: ['grants:read'],
      required_any_of: false,
      scope_version: 1,
      current_scope_version: 1,
      scope_version_mismatch: false,
    });
    expect(URL.canParse(String(body['documentation_url']))).toBe(true);
    expect((await call('/any', { headers: { 'x-api-key': narrow } })).status).toBe(200);
  });

  it('scope constraints take scopes away for one call and can add none', async () => {
    const constrained = (scopes: string) => ({ 'x-api-key': key, [names.scopeConstraints]: scopes });
    expect((await read(constrained('grants:read'))).body['scopes']).toEqual(['grants:read']);
    expect(await refused(read(constrained('proxy:execute')))).toBe('403 insufficient_scope');
    const wider = await read(constrained('grants:read,tokens:retrieve'));
    expect(wider.status).toBe(400);
    expect(wider.body).toMatchObject({ error: 'constraint_not_narrowing', not_held: ['tokens:retrieve'] });
  });

  it('a request rule is refused, not ignored', async () => {
    expect(await refused(read({ 'x-api-key': key, [names.requestRule]: 'e30' }))).toBe('400 unsupported_parameter');
  });

  it('a key with an address list works from those addresses only', async () => {
    const inside = (await gate.key({ cidrAllowlist: ['10.0.0.0/8', '127.0.0.0/8'] })).key.reveal();
    const outside = (await gate.key({ cidrAllowlist: ['10.0.0.0/8'] })).key.reveal();
    expect((await read({ 'x-api-key': inside })).status).toBe(200);
    expect(await refused(read({ 'x-api-key': outside }))).toBe('403 ip_not_allowed');
    const forged = { 'x-api-key': outside, 'x-forwarded-for': '10.1.1.1' };
    expect(await refused(read(forged))).toBe('403 ip_not_allowed');
  });
});

describe('signatures', () => {
  const sign = (target: string, body = '', headers: Record<string, string> = {}, nonce?: string) =>
    signed({
      method: body === '' ? 'GET' : 'POST',
      target,
      body,
      key,
      at: gate.time.now,
      headers,
      ...(nonce ? { nonce } : {}),
    });

  it('are verified over what really arrived: path, query and body', async () => {
    const body = '{"text":"ü"}';
    const post = (target: string, headers: Record<string, string>, sent: string) =>
      call(target, { method: 'POST', headers, body: sent });
    const good = await post('/read/a%20b?z=1&a=~', sign('/read/a%20b?z=1&a=~', body), body);
    expect(good.status).toBe(200);
    expect(good.body['body']).toBe(body);
    expect(await refused(post('/read/x?z=2', sign('/read/x?z=1', body), body))).toBe('401 invalid_signature');
    expect(await refused(post('/read/x', sign('/read/x', body), `${body} `))).toBe('401 invalid_signature');
    expect(await refused(post('/read/y', sign('/read/x', body), body))).toBe('401 invalid_signature');
  });

  it('made with another key are refused', async () => {
    const other = (await gate.key()).key.reveal();
    expect(await refused(read({ ...sign('/read/x'), 'x-api-key': other }))).toBe('401 invalid_signature');
  });

  it('in part are refused, so that stripping a header does not make a request unsigned', async () => {
    const { [names.signature]: dropped, ...rest } = sign('/read/x');
    expect(dropped).toHaveLength(64);
    expect(await refused(read(rest))).toBe('401 invalid_signature');
    expect(await refused(read({ 'x-api-key': key, [names.nonce]: '0'.repeat(32) }))).toBe('401 invalid_signature');
  });

  it('older than 300 seconds are refused', async () => {
    const headers = sign('/read/x');
    gate.time.now += 301_000;
    expect(await refused(read(headers))).toBe('401 signature_expired');
  });

  it('work once: of 20 racing copies one is let through', async () => {
    const headers = sign('/read/x');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refused(read(headers))));
    expect(answers.filter((answer) => answer === '200 undefined')).toHaveLength(1);
    expect(answers.filter((answer) => answer === '401 replayed')).toHaveLength(19);
  });

  it('work once also at the far end of the window, when the clock of a sweep is ahead by all that clocks may be apart', async () => {
    const headers = sign('/read/x');
    // Signed by a clock that is as far ahead as is accepted, and sent again when it is as old as is accepted.
    gate.time.now -= 300_000;
    expect(await refused(read(headers))).toBe('200 undefined');
    gate.time.now += 600_000;
    await gate.store.sweep(gate.time.now + gate.config.refresh.clockBoundMs);
    expect(await refused(read(headers))).toBe('401 replayed');
  });

  it('keep a nonce per key: the same one of another key is no replay', async () => {
    const nonce = 'ab'.repeat(16);
    expect((await read(sign('/read/x', '', {}, nonce))).status).toBe(200);
    const other = (await gate.key()).key.reveal();
    const headers = signed({ method: 'GET', target: '/read/x', key: other, at: gate.time.now, nonce });
    expect((await read(headers)).status).toBe(200);
  });

  it('are not needed unless the key or the app says so', async () => {
    const must = (await gate.key({ signedOnly: true })).key.reveal();
    const ofApp = (await gate.key({ appId: 'app-signed' })).key.reveal();
    expect(await refused(read({ 'x-api-key': must }))).toBe('401 signature_required');
    expect(await refused(read({ 'x-api-key': ofApp }))).toBe('401 signature_required');
    const headers = signed({ method: 'GET', target: '/read/x', key: ofApp, at: gate.time.now });
    expect((await read(headers)).status).toBe(200);
  });

  it('on a station route leave the nonce for the station to claim with its row', async () => {
    const body = '{}';
    const headers = sign('/station', body);
    const post = () => call('/station', { method: 'POST', headers, body });
    const first = await post();
    expect(first.body['nonce']).toBe(headers[names.nonce]);
    expect((await post()).status).toBe(200);
    const claimed = await gate.store.audit.claimNonce('app-one', {
      key_id: (await gate.store.keys.findByHash(sha256(key)))!.id,
      nonce: headers[names.nonce]!,
      until: gate.time.now + 600_000,
    });
    expect(claimed).toBe(true);
  });
});

describe('the raw form', () => {
  const intent = Buffer.from('{"method":"POST"}').toString('base64url');
  const post = (headers: Record<string, string>, body: string, target = '/station') =>
    call(target, { method: 'POST', headers, body });

  it('leaves the body to the station and hands over the hash that was signed', async () => {
    const body = 'x'.repeat(limit * 4);
    const headers = signed({
      method: 'POST',
      target: '/station',
      body,
      key,
      at: gate.time.now,
      headers: { [names.intent]: intent },
    });
    const { status, body: answer } = await post(headers, body);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ body: '', claimed: sha256(body), streamed: body });
  });

  it('unsigned has no claimed hash', async () => {
    const { body } = await post({ 'x-api-key': key, [names.intent]: intent }, 'data');
    expect(body).toMatchObject({ claimed: null, nonce: null, streamed: 'data' });
  });

  it('does not get past a signature over another intent', async () => {
    const headers = signed({
      method: 'POST',
      target: '/station',
      body: 'x',
      key,
      at: gate.time.now,
      headers: { [names.intent]: intent },
    });
    expect(await refused(post({ ...headers, [names.intent]: 'e30' }, 'x'))).toBe('401 invalid_signature');
    const { [names.intent]: dropped, ...rest } = headers;
    expect(dropped).toBe(intent);
    expect(await refused(post(rest, 'x'))).toBe('401 invalid_signature');
  });

  it('refuses an intent over 8 KB and a compressed body', async () => {
    const large = { 'x-api-key': key, [names.intent]: 'a'.repeat(8193) };
    expect(await refused(post(large, 'x'))).toBe('400 invalid_header');
    const packed = { 'x-api-key': key, [names.intent]: intent, 'content-encoding': 'gzip' };
    expect(await refused(post(packed, 'x'))).toBe('415 unsupported_media_type');
  });

  it('is not for other routes: there the body is read whole and limited', async () => {
    const headers = { 'x-api-key': key, [names.intent]: intent };
    expect((await post(headers, 'data', '/read/x')).body['body']).toBe('data');
    expect(await refused(post(headers, 'x'.repeat(limit + 1), '/read/x'))).toBe('413 body_too_large');
  });
});

describe('attribution', () => {
  it('takes a name and a context for the audit', async () => {
    const headers = {
      'x-api-key': key,
      [names.caller]: 'billing worker',
      [names.callerType]: 'service',
      [names.context]: '{"tool":"search","note":"\\u00fc"}',
    };
    expect((await read(headers)).body).toMatchObject({
      name: 'billing worker',
      context: { tool: 'search', note: 'ü' },
    });
    expect((await read({ 'x-api-key': key })).body).toMatchObject({ name: null, context: null });
  });

  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v'])));
  it.each<[string, string, string]>([
    ['a name of 256 characters', names.caller, 'x'.repeat(256)],
    ['a name outside ASCII', names.caller, 'caf\u00e9'],
    ['a type nobody knows', names.callerType, 'human'],
    ['context that is no JSON', names.context, '{'],
    ['context that is a list', names.context, '["a"]'],
    ['context with a number', names.context, '{"a":1}'],
    ['context with 21 keys', names.context, many],
    ['context with a key of 65 characters', names.context, `{"${'k'.repeat(65)}":"v"}`],
    ['context with a value of 513 characters', names.context, `{"k":"${'v'.repeat(513)}"}`],
    ['context of 4097 characters', names.context, `{"k":"v"}${' '.repeat(4088)}x`],
  ])('%s is 400 invalid_header and names the header', async (_, header, value) => {
    const { status, body } = await read({ 'x-api-key': key, [header]: value });
    expect(status).toBe(400);
    expect(body['error']).toBe('invalid_header');
    expect(String(body['header']).toLowerCase()).toBe(header);
    expect(body['problem']).toBeTypeOf('string');
  });
});

describe('what is refused before the caller is known', () => {
  it('is counted and logged, and leaves no audit row', async () => {
    const rows = async () => (await auditRows(gate.store, 'app-one')).length;
    const [before, count] = [await rows(), gate.gate.counters.read()['invalid_key'] ?? 0];
    for (let i = 0; i < 5; i++) await read({ 'x-api-key': formatKey('rk', new Uint8Array(22).fill(i)) });
    expect(gate.gate.counters.read()['invalid_key']).toBe(count + 5);
    expect(await rows()).toBe(before);
    expect(gate.logged.some((line) => line.includes('invalid_key'))).toBe(true);
  });

  it('never puts a key into the log', async () => {
    await read({ 'x-api-key': key });
    await read({ 'x-api-key': `${key}x` });
    expect(gate.logged.join('')).not.toContain(key.slice(14));
  });
});

describe('last use', () => {
  it('is written in batches, not per call, and on close', async () => {
    const made = await gate.key();
    const headers = { 'x-api-key': made.key.reveal() };
    await read(headers);
    gate.time.now += 5000;
    await read(headers);
    const lastUse = async () => (await gate.store.keys.findByHash(made.row.hash))?.last_used_at;
    expect(await lastUse()).toBeNull();
    await gate.gate.uses.flush();
    expect(await lastUse()).toBe(gate.time.now);
  });
});

describe('the body', () => {
  const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    call('/body', { method: 'POST', headers, body });
  const issuesOf = async (body: unknown) => {
    const answer = await post(JSON.stringify(body));
    expect(answer.status).toBe(400);
    expect(answer.body['error']).toBe('invalid_request');
    return answer.body['issues'] as { path: string; message: string }[];
  };

  it('is parsed and validated', async () => {
    expect((await post('{"name":"abc"}')).body).toEqual({ got: { name: 'abc' } });
    const type = { 'content-type': 'Application/JSON; charset="UTF-8"' };
    expect((await post('\ufeff{"name":"ü€"}', type)).body).toEqual({ got: { name: 'ü€' } });
  });

  it('over the limit is 413 with the limit, announced or not, and the connection stays usable', async () => {
    const announced = await post('x'.repeat(limit + 1));
    expect(announced.status).toBe(413);
    expect(announced.body).toMatchObject({ error: 'body_too_large', limit });
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(new Uint8Array(1024));
        controller.close();
      },
    });
    const init = { method: 'POST', body: chunks, headers: { 'content-type': 'application/json' }, duplex: 'half' };
    expect(await refused(call('/body', init as RequestInit))).toBe('413 body_too_large');
    expect((await post('{"name":"abc"}')).status).toBe(200);
  });

  it.each<[string, BodyInit, Record<string, string>, string]>([
    ['form data', 'name=abc', { 'content-type': 'application/x-www-form-urlencoded' }, '415 unsupported_media_type'],
    ['JSON without its type', '{"name":"abc"}', { 'content-type': 'text/plain' }, '415 unsupported_media_type'],
    ['JSON in latin-1', '{}', { 'content-type': 'application/json; charset=latin1' }, '415 unsupported_media_type'],
    [
      'a compressed body',
      'x',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      '415 unsupported_media_type',
    ],
    ['half a JSON', '{"name":', { 'content-type': 'application/json' }, '400 invalid_json'],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), { 'content-type': 'application/json' }, '400 invalid_json'],
  ])('refuses %s', async (_, body, headers, expected) => {
    expect(await refused(post(body, headers))).toBe(expected);
  });

  it('says for each field what it should be', async () => {
    expect(await issuesOf({})).toEqual([{ path: 'name', message: 'is required: a string' }]);
    expect(await issuesOf({ name: 1, count: 1.5, list: ['c', 'a'] })).toEqual([
      { path: 'name', message: 'must be a string' },
      { path: 'count', message: 'must be a whole number' },
      { path: 'list.0', message: 'must be one of a, b' },
    ]);
    expect(await issuesOf({ name: 'abcdef', count: 10, list: ['a', 'a', 'b'] })).toEqual([
      { path: 'name', message: 'must be at most 5 characters' },
      { path: 'count', message: 'must be at most 9' },
      { path: 'list', message: 'must be at most 2 entries' },
    ]);
    expect(await issuesOf({ name: 'a' })).toEqual([{ path: 'name', message: 'must be at least 2 characters' }]);
    const [unknown] = await issuesOf({ name: 'abc', nmae: 1 });
    expect(unknown?.message).toMatch(/nmae\. Remove or correct/);
    expect(await issuesOf([])).toEqual([{ path: '', message: 'must be an object' }]);
  });

  it('lists at most 20 issues, and never what was sent', async () => {
    const issues = await issuesOf({ name: 'abc', list: Array.from({ length: 100 }, () => 'super-secret') });
    expect(issues.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(issues)).not.toContain('super-secret');
  });

  it('that is missing counts as {}', async () => {
    const { body } = await call('/body', { method: 'POST' });
    expect(body['issues']).toEqual([{ path: 'name', message: 'is required: a string' }]);
  });

  it('nested too deeply for the validator is a 400, not a 500', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
    expect(() => parseValue(deep, z.json())).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('cut off by the client ends the request and nothing else', async () => {
    const { port, hostname } = new URL(gate.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na',
        );
        setTimeout(() => socket.destroy(), 50);
      }).on('close', () => resolve());
    });
    expect((await post('{"name":"abc"}')).status).toBe(200);
  });

  it('of a query: unknown and repeated names are refused', async () => {
    expect((await call('/query?q=1')).body).toEqual({ got: { q: '1' } });
    expect(await refused(call('/query?p=1'))).toBe('400 invalid_request');
    expect(await refused(call('/query?q=1&q=2'))).toBe('400 invalid_request');
  });
});
