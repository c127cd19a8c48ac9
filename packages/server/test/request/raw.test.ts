import { createHash, createHmac, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringToSign } from '@alter/protocol';
import { answerJson, startUpstream, type Answer, type Upstream } from '../egress/upstream.ts';
import { accessToken, startStation, type HarnessOptions, type Station } from './harness.ts';

let answer: Answer;
let whole = true;
let upstream: Upstream;
let shared: Station;
let station: Station;

beforeAll(async () => {
  const first = await startUpstream(answerJson({}));
  shared = await startStation(first);
  await first.close();
});
afterAll(() => shared.close());
beforeEach(async () => {
  whole = true;
  answer = (request, res) => res.writeHead(200, { 'x-size': String(request.body.length) }).end(hash(request.body));
  await serve();
});
afterEach(async () => {
  if (station !== shared) await station.close();
  await upstream.close();
});

async function serve(): Promise<void> {
  upstream = await startUpstream((...args) => answer(...args), { whole });
  await shared.use(upstream);
  station = shared;
}

async function restart(options: HarnessOptions): Promise<void> {
  station = await startStation(upstream, options);
}

const hash = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function intentOf(fields: Record<string, unknown> = {}): Promise<string> {
  const grant = await station.grant();
  const intent = { method: 'PUT', url: `${upstream.origin}/upload`, grant_id: grant.id, ...fields };
  return Buffer.from(JSON.stringify(intent)).toString('base64url');
}

/** Signs a raw call; `claimed` is the body that the signature promises. */
function sign(intent: string, claimed: string | Buffer): Record<string, string> {
  const parts = {
    method: 'POST',
    target: '/request',
    timestamp: String(Math.floor(station.time.now / 1000)),
    nonce: randomBytes(16).toString('hex'),
    contentHash: hash(claimed),
    intent,
  };
  const key = createHmac('sha256', station.key).update('alter-signing-v1').digest();
  return {
    'x-alter-intent': intent,
    'x-alter-timestamp': parts.timestamp,
    'x-alter-nonce': parts.nonce,
    'x-alter-content-sha256': parts.contentHash,
    'x-alter-signature': createHmac('sha256', key).update(stringToSign(parts)).digest('hex'),
  };
}

describe('the raw form', () => {
  it('streams the outer body to the provider with its type and length, and nothing else of the outer request', async () => {
    const body = randomBytes(3_000_000);
    const intent = await intentOf({ headers: { 'X-Kept': 'yes' }, query_params: { part: 1 } });
    const headers = {
      'x-alter-intent': intent,
      'content-type': 'image/x',
      'x-outer': 'no',
      cookie: 'a=b',
      accept: 'no/no',
    };
    const answered = await station.send({ headers, body });
    expect([answered.status, answered.body.toString()]).toEqual([200, hash(body)]);
    const [request] = upstream.arrived;
    expect(request).toMatchObject({ method: 'PUT', url: '/upload?part=1' });
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'x-kept',
    ]);
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${accessToken}`,
      'content-type': 'image/x',
      'content-length': '3000000',
    });
    const rows = await station.rows();
    expect(rows[0]?.detail).toEqual({ form: 'raw' });
    expect(rows[1]?.detail).toMatchObject({ bytes_up: 3_000_000 });
  });

  it('streams a chunked body of unknown length', async () => {
    const intent = await intentOf();
    const answered = await new Promise<string>((resolve, reject) => {
      const headers = { 'x-api-key': station.key, 'x-alter-intent': intent };
      const req = httpRequest(
        { port: station.port, host: '127.0.0.1', path: '/request', method: 'POST', headers },
        (res) => {
          res.on('data', (chunk: Buffer) => resolve(chunk.toString()));
        },
      );
      req.on('error', reject);
      req.write('one ');
      setTimeout(() => req.end('two'), 50);
    });
    expect(answered).toBe(hash('one two'));
    expect(upstream.arrived[0]?.headers['transfer-encoding']).toBe('chunked');
  });

  it('works without a body', async () => {
    const answered = await station.send({ headers: { 'x-alter-intent': await intentOf({ method: 'GET' }) } });
    expect([answered.status, answered.headers['x-size']]).toEqual([200, '0']);
    expect(upstream.arrived[0]?.method).toBe('GET');
  });

  it('passes a signed body that is what was signed', async () => {
    for (const body of [Buffer.from('x'), randomBytes(1_000_000)]) {
      const answered = await station.send({ headers: sign(await intentOf(), body), body });
      expect([answered.status, answered.body.toString()]).toEqual([200, hash(body)]);
    }
  });

  it.each([
    ['small', 10],
    ['large', 2_000_000],
  ])('gives the provider no whole body when a %s one is not what was signed', async (_, size) => {
    await upstream.close();
    whole = false;
    let ended = false;
    let received = 0;
    answer = (_request, _res, req) => {
      req.on('data', (chunk: Buffer) => (received += chunk.length));
      req.on('end', () => (ended = true));
      req.on('error', () => undefined);
    };
    await serve();
    const body = randomBytes(size);
    const answered = await station.send({ headers: sign(await intentOf(), 'something else'), body });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([422, 'body_hash_mismatch', true]);
    await expect.poll(() => upstream.sockets.size).toBe(0);
    expect(ended).toBe(false);
    expect(received).toBeLessThan(size);
    expect((await station.rows())[1]).toMatchObject({ event: 'request.concluded', decision: 'body_hash_mismatch' });
  });

  it('does not take an empty body for a signed one', async () => {
    const answered = await station.send({ headers: sign(await intentOf(), 'promised') });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([
      422,
      'body_hash_mismatch',
      false,
    ]);
    expect(upstream.connections).toBe(0);
  });

  it('refuses an intent that is not the signed one', async () => {
    const headers = { ...sign(await intentOf(), 'x'), 'x-alter-intent': await intentOf({ method: 'DELETE' }) };
    const answered = await station.send({ headers, body: 'x' });
    expect([answered.status, answered.json['error']]).toEqual([401, 'invalid_signature']);
    expect(upstream.connections).toBe(0);
  });

  it.each([
    ['not base64url of JSON', () => 'e30_not', 'invalid_request'],
    [
      'without an address',
      () => Buffer.from('{"method":"GET","url":"https://a.test"}').toString('base64url'),
      'invalid_request',
    ],
    ['too long', () => 'a'.repeat(8193), 'invalid_header'],
  ])('refuses an intent that is %s', async (_, make, error) => {
    const answered = await station.send({ headers: { 'x-alter-intent': make() }, body: 'x' });
    expect([answered.status, answered.json['error']]).toEqual([400, error]);
  });

  it.each([
    ['a body in the intent', { body: 1 }, 'invalid_request'],
    ['redirects to be followed', { follow_redirects: true }, 'unsupported_parameter'],
  ])('has no %s', async (_, fields, error) => {
    const answered = await station.send({ headers: { 'x-alter-intent': await intentOf(fields) }, body: 'x' });
    expect([answered.status, answered.json['error']]).toEqual([400, error]);
    expect(upstream.connections).toBe(0);
  });

  it('is not repeated after a 401: the body is gone', async () => {
    answer = (_request, res) => void res.writeHead(401).end('no');
    const answered = await station.send({ headers: { 'x-alter-intent': await intentOf() }, body: 'x' });
    expect(answered.status).toBe(401);
    expect(upstream.arrived).toHaveLength(1);
  });

  it('has the operator’s limit: by the announced length at once, by what comes else', async () => {
    await restart({ env: { ALTER_LIMIT_RAW_BODY: '1000' } });
    const header = { 'x-alter-intent': await intentOf() };
    const announced = await station.send({ headers: header, body: Buffer.alloc(1001) });
    expect([announced.status, announced.json['error'], announced.json['limit']]).toEqual([413, 'body_too_large', 1000]);
    expect(upstream.connections).toBe(0);
    const chunked = { ...header, 'transfer-encoding': 'chunked' };
    const counted = await station.send({ headers: chunked, body: Buffer.alloc(100_000) });
    expect([counted.status, counted.json['error'], counted.json['sent']]).toEqual([413, 'body_too_large', true]);
    expect((await station.send({ headers: header, body: Buffer.alloc(1000) })).status).toBe(200);
  });

  it('reaches a caller who is still sending when the provider answers early', async () => {
    await upstream.close();
    whole = false;
    answer = (_request, res) => void res.writeHead(413).end('too much');
    await serve();
    const answered = await station.send({
      headers: { 'x-alter-intent': await intentOf() },
      body: randomBytes(5_000_000),
    });
    expect([answered.status, answered.body.toString(), answered.cut]).toEqual([413, 'too much', false]);
  });

  it('ends the provider’s call when the caller goes away in the middle of the body', async () => {
    await upstream.close();
    whole = false;
    let ended = false;
    answer = (_request, _res, req) => {
      req.on('data', () => undefined).on('end', () => (ended = true));
      req.on('error', () => undefined);
    };
    await serve();
    const socket = connect(station.port, '127.0.0.1');
    const intent = await intentOf();
    socket.write(
      `POST /request HTTP/1.1\r\nhost: x\r\nx-api-key: ${station.key}\r\nx-alter-intent: ${intent}\r\ncontent-length: 100\r\n\r\npart`,
    );
    await expect.poll(() => upstream.arrived.length).toBe(1);
    socket.destroy();
    await expect.poll(() => upstream.sockets.size).toBe(0);
    expect(ended).toBe(false);
    await expect.poll(async () => (await station.rows()).length).toBe(2);
    expect((await station.rows())[1]).toMatchObject({
      decision: 'request_incomplete',
      detail: { sent: true, cut: 'client' },
    });
  });

  it('gives up a caller that stops sending', async () => {
    await restart({ env: { ALTER_TIMEOUT_IDLE_MS: '200' } });
    const socket = connect(station.port, '127.0.0.1');
    const intent = await intentOf();
    const heard = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    socket.write(
      `POST /request HTTP/1.1\r\nhost: x\r\nx-api-key: ${station.key}\r\nx-alter-intent: ${intent}\r\ncontent-length: 100\r\n\r\npart`,
    );
    expect(await heard).toMatch(/^HTTP\/1\.1 408 /);
    await expect.poll(() => upstream.sockets.size).toBe(0);
    socket.destroy();
  });

  it('holds a fast caller back when the provider reads slowly', async () => {
    await upstream.close();
    whole = false;
    answer = (_request, _res, req) => void req.pause();
    await serve();
    const intent = await intentOf();
    let sent = 0;
    const headers = { 'x-api-key': station.key, 'x-alter-intent': intent };
    const req = httpRequest({ port: station.port, host: '127.0.0.1', path: '/request', method: 'POST', headers });
    req.on('error', () => undefined);
    const more = (): void => {
      while (sent < 200_000_000) {
        sent += 65_536;
        if (!req.write(Buffer.alloc(65_536))) return;
      }
    };
    req.on('drain', more);
    more();
    let before = -1;
    await expect.poll(() => before === (before = sent), { interval: 300 }).toBe(true);
    expect(sent).toBeLessThan(50_000_000);
    req.destroy();
  });
});
