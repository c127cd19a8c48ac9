import { connect, isIP } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dialer, Resolve } from '../../src/egress/connect.ts';
import type { AnswerSink, Egress, EgressOptions, OutboundFailure } from '../../src/egress/egress.ts';
import { createEgress } from '../../src/egress/send.ts';
import { answerJson, startUpstream, type Answer, type Upstream } from './upstream.ts';

const timeouts = { connectMs: 2_000, headersMs: 2_000, idleMs: 2_000, tokenCallMs: 2_000 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function upstreamOf(answer: Answer, options?: { whole: boolean }): Promise<Upstream> {
  const upstream = await startUpstream(answer, options);
  closing.push(upstream.close);
  return upstream;
}

function egressOf(options: Partial<EgressOptions>): Egress {
  const egress = createEgress({ unsafeAllowLoopback: false, timeouts, ...options });
  closing.push(egress.close);
  return egress;
}

/** Records the address that would be dialled, and dials the upstream instead: no test reaches another machine. */
function recording(upstream: Upstream): { dialer: Dialer; dialled: string[] } {
  const dialled: string[] = [];
  const dialer: Dialer = (lookup) => (target, done) => {
    const dial = (address: string): void => {
      dialled.push(address);
      const socket = connect(upstream.port, '127.0.0.1', () => done(null, socket));
    };
    if (isIP(target.hostname)) return dial(target.hostname);
    lookup(target.hostname, { all: true }, (error, addresses) => {
      if (error) done(error, null);
      else dial((addresses as { address: string }[])[0]?.address ?? '');
    });
  };
  return { dialer, dialled };
}

/** One answer per question, the last one again and again. */
function answering(...answers: string[][]): Resolve {
  return (_hostname, done) => {
    const addresses = answers.length > 1 ? answers.shift() : answers[0];
    const list = (addresses ?? []).map((address) => ({ address, family: isIP(address) }));
    queueMicrotask(() => done(null, list));
  };
}

type Seen = { status: number; body: string } | OutboundFailure;

function call(
  egress: Egress,
  url: string,
  init: { method?: string; signal?: AbortSignal; body?: Buffer } = {},
): Promise<Seen> {
  return new Promise((resolve) => {
    let status = 0;
    const chunks: Buffer[] = [];
    const sink: AnswerSink = {
      head: (given) => (status = given),
      data: (chunk) => chunks.push(chunk),
      end: () => resolve({ status, body: Buffer.concat(chunks).toString() }),
      failed: resolve,
    };
    const { method = 'GET', signal = new AbortController().signal, body = null } = init;
    egress.dispatch({ method, url: new URL(url), headers: { 'x-test': '1' }, body, signal }, sink);
  });
}

describe('dispatch', () => {
  it('dials the address that was checked', async () => {
    const upstream = await upstreamOf(answerJson({ ok: true }));
    const { dialer, dialled } = recording(upstream);
    const egress = egressOf({ dialer, resolve: answering(['93.184.216.34']), unsafeAllowLoopback: true });
    expect(await call(egress, 'http://api.example.test/x')).toEqual({ status: 200, body: '{"ok":true}' });
    expect(dialled).toEqual(['93.184.216.34']);
  });

  it('refuses a name that turns to a private address after its first, good answer', async () => {
    const upstream = await upstreamOf(answerJson({ ok: true }, 200, { connection: 'close' }));
    const { dialer, dialled } = recording(upstream);
    const egress = egressOf({ dialer, resolve: answering(['93.184.216.34'], ['10.0.0.5']) });
    await call(egress, 'http://api.example.test/x');
    const second = await call(egress, 'http://api.example.test/x');
    expect(second).toMatchObject({ kind: 'blocked_address', addressClass: 'private', sent: false });
    expect(dialled).toEqual(['93.184.216.34']);
    expect(upstream.arrived).toHaveLength(1);
  });

  it('refuses a name when only one of its addresses is inside', async () => {
    const upstream = await upstreamOf(answerJson({}));
    const { dialer, dialled } = recording(upstream);
    const egress = egressOf({ dialer, resolve: answering(['93.184.216.34', '169.254.169.254']) });
    const seen = await call(egress, 'http://api.example.test/x');
    expect(seen).toMatchObject({ kind: 'blocked_address', addressClass: 'metadata_service' });
    expect(dialled).toEqual([]);
  });

  it('does not call a name that has no address', async () => {
    const upstream = await upstreamOf(answerJson({}));
    const { dialer, dialled } = recording(upstream);
    const seen = await call(egressOf({ dialer, resolve: answering([]) }), 'http://api.example.test/x');
    expect(seen).toMatchObject({ sent: false });
    expect(dialled).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://0177.0.0.1/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'ipv4_mapped'],
    ['http://[64:ff9b::7f00:1]/', 'nat64'],
    ['http://169.254.169.254/latest/meta-data/', 'metadata_service'],
    ['http://0/', 'unspecified'],
  ])('judges a literal address, however it is written: %s is %s', async (url, addressClass) => {
    const upstream = await upstreamOf(answerJson({}));
    const { dialer, dialled } = recording(upstream);
    const seen = await call(egressOf({ dialer }), url);
    expect(seen).toMatchObject({ kind: 'blocked_address', addressClass, sent: false });
    expect(dialled).toEqual([]);
  });

  it('opens no socket to loopback with the real dialer either, by name or by address', async () => {
    const upstream = await upstreamOf(answerJson({}));
    const egress = egressOf({});
    for (const url of [upstream.origin, `http://localhost:${upstream.port}`]) {
      expect(await call(egress, url)).toMatchObject({ kind: 'blocked_address', addressClass: 'loopback' });
    }
    expect(upstream.connections).toBe(0);
    expect(egress.stats().connections).toBe(0);
  });

  it('says that nothing was sent when nobody listens', async () => {
    const upstream = await upstreamOf(answerJson({}));
    await upstream.close();
    const seen = await call(egressOf({ unsafeAllowLoopback: true }), upstream.origin);
    expect(seen).toMatchObject({ kind: 'unreachable', sent: false });
  });

  it('says that something may have been sent when the provider hangs up without an answer', async () => {
    const upstream = await upstreamOf((_request, res) => void res.destroy());
    const seen = await call(egressOf({ unsafeAllowLoopback: true }), upstream.origin, { method: 'POST' });
    expect(seen).toMatchObject({ kind: 'unreachable', sent: true });
  });

  it('gives up on a provider that never answers', async () => {
    const upstream = await upstreamOf(() => undefined);
    const egress = egressOf({ unsafeAllowLoopback: true, timeouts: { ...timeouts, headersMs: 200 } });
    expect(await call(egress, upstream.origin)).toMatchObject({ kind: 'timeout', sent: true });
  });

  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a header that never ends', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}`],
  ])('calls an answer with %s invalid', async (_, bytes) => {
    const upstream = await upstreamOf((_request, res) => void res.socket?.end(bytes));
    const seen = await call(egressOf({ unsafeAllowLoopback: true }), upstream.origin);
    expect(seen).toMatchObject({ kind: 'invalid_answer', sent: true });
  });

  it('ends the call and its connection when the signal fires', async () => {
    const abort = new AbortController();
    const upstream = await upstreamOf(() => abort.abort(new Error('gone')));
    const seen = await call(egressOf({ unsafeAllowLoopback: true }), upstream.origin, { signal: abort.signal });
    expect(seen).toMatchObject({ kind: 'aborted', sent: true });
    await expect.poll(() => upstream.sockets.size).toBe(0);
  });

  it('sends nothing when the signal fired before', async () => {
    const upstream = await upstreamOf(answerJson({}));
    const seen = await call(egressOf({ unsafeAllowLoopback: true }), upstream.origin, { signal: AbortSignal.abort() });
    expect(seen).toMatchObject({ kind: 'aborted', sent: false });
    expect(upstream.connections).toBe(0);
  });

  it('keeps connections open for the next call', async () => {
    const upstream = await upstreamOf(answerJson({}));
    const egress = egressOf({ unsafeAllowLoopback: true });
    for (let i = 0; i < 10; i++) await call(egress, upstream.origin);
    // A socket is free one turn after its answer, so a call right after it may open a second one.
    expect(upstream.connections).toBeLessThanOrEqual(2);
    expect(egress.stats().connections).toBe(upstream.connections);
  });
});

describe('fetch', () => {
  it('sends method, headers and body, and gives back a Web response', async () => {
    const upstream = await upstreamOf(answerJson({ ok: 1 }, 201, { 'x-answer': 'yes' }));
    const answer = await egressOf({ unsafeAllowLoopback: true }).fetch(`${upstream.origin}/token?a=1`, {
      method: 'POST',
      headers: { authorization: 'Basic abc' },
      body: new URLSearchParams({ grant_type: 'refresh_token' }),
    });
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.headers.get('x-answer'), await answer.json()]).toEqual([201, 'yes', { ok: 1 }]);
    const [request] = upstream.arrived;
    expect(request?.url).toBe('/token?a=1');
    expect(request?.headers.authorization).toBe('Basic abc');
    expect(request?.body.toString()).toBe('grant_type=refresh_token');
    expect(request?.headers['content-type']).toContain('application/x-www-form-urlencoded');
  });

  it('does not follow a redirect, so a credential stays where it was sent', async () => {
    const other = await upstreamOf(answerJson({}));
    const upstream = await upstreamOf(answerJson({}, 302, { location: `${other.origin}/token` }));
    const answer = await egressOf({ unsafeAllowLoopback: true }).fetch(upstream.origin);
    expect(answer.status).toBe(302);
    expect(other.connections).toBe(0);
  });

  it('reads no more than a megabyte', async () => {
    const upstream = await upstreamOf((_request, res) => void res.end(Buffer.alloc(1_100_000)));
    await expect(egressOf({ unsafeAllowLoopback: true }).fetch(upstream.origin)).rejects.toThrow(/larger than/);
  });

  it('has a deadline for the whole call', async () => {
    const upstream = await upstreamOf((_request, res) => {
      res.writeHead(200);
      res.write('{');
    });
    const egress = egressOf({ unsafeAllowLoopback: true, timeouts: { ...timeouts, tokenCallMs: 200 } });
    await expect(egress.fetch(upstream.origin)).rejects.toThrow(/timeout|aborted/i);
  });

  it('calls plain http on loopback only, and only where that is allowed', async () => {
    const upstream = await upstreamOf(answerJson({}));
    await expect(egressOf({}).fetch(upstream.origin)).rejects.toThrow(/not called/);
    await expect(egressOf({ unsafeAllowLoopback: true }).fetch('http://api.example.test/')).rejects.toThrow(
      /not called/,
    );
    expect(upstream.connections).toBe(0);
  });
});
