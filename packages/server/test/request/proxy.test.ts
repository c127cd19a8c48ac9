import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerJson, startUpstream, type Answer, type Upstream } from '../egress/upstream.ts';
import { accessToken, signed, startStation, type Answered, type Station } from './harness.ts';

const limit = 4096;
let answer: Answer;
let upstream: Upstream;
let station: Station;

beforeAll(async () => {
  const first = await startUpstream(answerJson({}));
  station = await startStation(first, { env: { ALTER_LIMIT_PROXY_ANSWER: String(limit) } });
  await first.close();
});
afterAll(() => station.close());
beforeEach(async () => {
  upstream = await startUpstream((...args) => answer(...args));
  await station.use(upstream);
});
afterEach(() => upstream.close());

async function proxied(intent: Record<string, unknown> = {}): Promise<Answered> {
  const grant = await station.grant();
  return station.call(
    { method: 'GET', url: `${upstream.origin}/x`, grant_id: grant.id, ...intent },
    { path: '/sdk/proxy' },
  );
}
const body = ({ json }: Answered): Buffer => Buffer.from(String(json['body_b64']), 'base64');

describe('POST /sdk/proxy', () => {
  it('answers in the published envelope, whatever the provider’s status', async () => {
    answer = answerJson({ login: 'octo' }, 404, { link: ['<a>; rel=next', '<b>; rel=last'], 'set-cookie': 'a=1' });
    const answered = await proxied({ query_params: { x: 1 } });
    expect([answered.status, answered.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(answered.headers['x-alter-outcome']).toBe('provider');
    expect(Object.keys(answered.json).sort()).toEqual([
      'body_b64',
      'body_truncated',
      'duration_ms',
      'headers',
      'status_code',
    ]);
    expect(answered.json).toMatchObject({ status_code: 404, body_truncated: false });
    expect(Number.isInteger(answered.json['duration_ms'])).toBe(true);
    expect(answered.json['headers']).toMatchObject({
      'content-type': 'application/json',
      link: '<a>; rel=next, <b>; rel=last',
    });
    expect(answered.json['headers']).not.toHaveProperty('set-cookie');
    expect(body(answered).toString()).toBe('{"login":"octo"}');
    expect(upstream.arrived[0]).toMatchObject({ url: '/x?x=1' });
  });

  it('takes the published client’s signed call', async () => {
    answer = answerJson({});
    const grant = await station.grant();
    const text = JSON.stringify({ method: 'GET', url: `${upstream.origin}/user`, grant_id: grant.id });
    const headers = signed({
      method: 'POST',
      target: '/sdk/proxy',
      body: text,
      key: station.key,
      at: station.time.now,
    });
    const answered = await station.send({ path: '/sdk/proxy', body: text, type: 'application/json', headers });
    expect(answered.status).toBe(200);
    const again = await station.send({ path: '/sdk/proxy', body: text, type: 'application/json', headers });
    expect([again.status, again.json['error']]).toEqual([401, 'replayed']);
  });

  it('asks for an answer without encoding, also when the caller asks otherwise', async () => {
    answer = answerJson({});
    await proxied({ headers: { 'Accept-Encoding': 'br' } });
    expect(upstream.arrived[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['deflate, gzip', (text: string) => gzipSync(deflateSync(text))],
  ])('decodes %s that comes all the same', async (encoding, encode) => {
    answer = (_request, res) => res.writeHead(200, { 'content-encoding': encoding }).end(encode('decoded ä'));
    const answered = await proxied();
    expect(body(answered).toString()).toBe('decoded ä');
    expect(answered.json['headers']).not.toHaveProperty('content-encoding');
  });

  it('hands on an encoding that it does not know, and says so', async () => {
    answer = (_request, res) => res.writeHead(200, { 'content-encoding': 'x-own' }).end('raw');
    const answered = await proxied();
    expect(body(answered).toString()).toBe('raw');
    expect(answered.json['headers']).toMatchObject({ 'content-encoding': 'x-own' });
  });

  it('answers no body with an empty string, also when an encoding is named', async () => {
    answer = (_request, res) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end();
    expect((await proxied()).json).toMatchObject({ body_b64: '', body_truncated: false });
    answer = (_request, res) => void res.writeHead(204).end();
    expect((await proxied()).json).toMatchObject({ status_code: 204, body_b64: '' });
  });

  it.each([
    ['exactly the limit', limit, limit, false],
    ['one byte more', limit + 1, limit, true],
    ['far more', 3_000_000, limit, true],
  ])('cuts at the limit: %s', async (_, size, expected, truncated) => {
    answer = (_request, res) => void res.end(Buffer.alloc(size, 'a'));
    const answered = await proxied();
    expect([body(answered).length, answered.json['body_truncated']]).toEqual([expected, truncated]);
  });

  it('counts the limit after decoding, so that a small bomb stays small', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    answer = (_request, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const answered = await proxied();
    expect([body(answered).length, answered.json['body_truncated']]).toEqual([limit, true]);
  });

  it('ends the provider’s call when the limit is reached', async () => {
    answer = (_request, res) => {
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536)));
      };
      res.on('drain', more);
      more();
    };
    expect((await proxied()).json).toMatchObject({ body_truncated: true });
    await expect.poll(() => upstream.sockets.size).toBe(0);
  });

  it.each([
    ['broken compression', (_request, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip')],
    ['a body that is cut', (_request, res) => void res.write('part', () => setTimeout(() => res.destroy(), 20))],
  ] satisfies [string, Answer][])('answers %s with 502, and says that it was sent', async (_, broken) => {
    answer = broken;
    const answered = await proxied({ method: 'POST' });
    expect(answered.status).toBe(502);
    expect(answered.json).toMatchObject({ error: 'provider_answer_invalid', sent: true, provider_status: 200 });
    const rows = await station.rows();
    expect(rows[1]).toMatchObject({ event: 'request.concluded', decision: 'provider_answer_invalid', status: 200 });
  });

  it('drops a header that repeats the credential', async () => {
    answer = answerJson({}, 200, { 'x-echo': `Bearer ${accessToken}`, 'x-kept': 'yes' });
    const answered = await proxied();
    expect(JSON.stringify(answered.json['headers'])).not.toContain(accessToken);
    expect(answered.json['headers']).toMatchObject({ 'x-kept': 'yes' });
  });

  it('has no raw form', async () => {
    const intent = { method: 'GET', url: `${upstream.origin}/x`, provider_id: 'local' };
    const header = Buffer.from(JSON.stringify(intent)).toString('base64url');
    const answered = await station.send({ path: '/sdk/proxy', headers: { 'x-alter-intent': header }, body: 'x' });
    expect([answered.status, answered.json['error']]).toEqual([400, 'unsupported_parameter']);
    expect(upstream.connections).toBe(0);
  });

  it('refuses in the same envelope as every other route', async () => {
    const answered = await proxied({ url: 'https://evil.example.test/' });
    expect([answered.status, answered.json['error'], answered.headers['x-alter-outcome']]).toEqual([
      422,
      'blocked_destination',
      'alter',
    ]);
  });
});
