import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.close());

/** Bytes as they are, and all that comes back until the connection ends. @param then sent when an answer has begun */
const raw = (text: string, { then = '' } = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(line.vault).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString())).once('data', () => socket.write(then));
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.write(text);
  });
const bodyOf = (answer: string): Record<string, unknown> =>
  JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>;

describe('a route asked with a method that it does not have', () => {
  it.each([
    ['GET', '/request', 'POST'],
    ['OPTIONS', '/sdk/proxy', 'POST'],
    ['DELETE', '/healthz', 'GET, HEAD'],
    ['PUT', '/oauth/callback/x', 'GET, HEAD'],
  ])('%s %s: 405 with the methods that it has', async (method, path, allowed) => {
    const answer = await fetch(line.vault + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    expect(await answer.json()).toMatchObject({ error: 'method_not_allowed' });
  });

  it('that does not exist at all: 404', async () => {
    const answer = await fetch(`${line.vault}/nothing`, { method: 'DELETE' });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: 'not_found' }]);
  });
});

describe('what is not HTTP, or too much of it', () => {
  it('is answered in the envelope all the same', async () => {
    const answer = await raw('GET /healthz HTTP/9\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(answer)).toMatchObject({ error: 'invalid_request', request_id: expect.any(String) as string });
  });

  it('headers beyond the limit: 431', async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/connection: close/i);
    expect(bodyOf(answer)).toMatchObject({ error: 'headers_too_large' });
  });
});

describe('a body that turns bad while the answer is on its way', () => {
  it('cuts the answer, and puts no second one into it', async () => {
    const session_token = await mint(line, { allowed_providers: ['meadow'] });
    const traded = await line.post('/sdk/oauth/connect/ticket', { session_token });
    const { ticket } = (await traded.json()) as { ticket: string };
    const head = `Host: x\r\nAuthorization: Bearer ${ticket}\r\nAccept: text/event-stream\r\n`;
    const answer = await raw(`GET /sdk/oauth/connect/watch HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n`, {
      then: 'not a size\r\n',
    });
    expect(answer).toContain('event: state');
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  });
});

describe('a body that is not JSON', () => {
  it('leaves nothing of itself in the log', async () => {
    const answer = await fetch(`${line.vault}/sdk/oauth/connect/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"password":hunter22}',
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_json' });
    expect(line.logs.join('')).toContain('invalid_json');
    expect(line.logs.join('')).not.toContain('hunter22');
  });
});
