import { createServer, type AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/main.ts';
import { readConfig } from '../../src/config.ts';
import { createEgress } from '../../src/egress/send.ts';

const secret = 'at_9f8e7d6c5b4a39281706';
/** A provider whose answer is not HTTP any more, with a token in the part that cannot be read. */
const broken = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nno colon {"access_token":"${secret}"}\r\n\r\n`));
});
const config = readConfig({ ALTER_MODE: 'development', ALTER_UNSAFE_ALLOW_LOOPBACK: 'true' });
const egress = createEgress(config);
let url: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${String((broken.address() as AddressInfo).port)}/me`);
});
afterAll(async () => {
  await egress.close();
  broken.close();
});

function logged(err: unknown): { text: string; line: { err: Record<string, unknown> } } {
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) });
  createLog({ ...config, logLevel: 'debug' }, sink).error({ err }, 'failed');
  const text = lines.join('');
  return { text, line: JSON.parse(text) as { err: Record<string, unknown> } };
}

const ofFetch = () =>
  egress.fetch(url).then(
    () => null,
    (error: unknown) => error as Error,
  );
const ofDispatch = () =>
  new Promise<unknown>((resolve) => {
    const nothing = () => undefined;
    const sink = {
      head: nothing,
      data: nothing,
      end: () => resolve(null),
      failed: ({ cause }: { cause: unknown }) => resolve(cause),
    };
    egress.dispatch({ method: 'GET', url, headers: {}, body: null, signal: new AbortController().signal }, sink);
  });

describe('the log of an answer that cannot be read', () => {
  it('has none of its bytes, though the error carries them', async () => {
    const [dispatched, fetched] = [await ofDispatch(), await ofFetch()];
    const carriers = [dispatched, (fetched as Error).cause];
    for (const one of carriers) expect((one as { data?: string }).data).toContain(secret);
    const wrapped = new AggregateError([dispatched, new Error('outer', { cause: dispatched })], 'several');
    for (const error of [...carriers, fetched, wrapped, Object.assign(new Error('x'), { inner: dispatched })]) {
      expect(logged(error).text).not.toContain(secret);
    }
    const { line } = logged(dispatched);
    expect(line.err).toMatchObject({ type: 'HTTPParserError' });
    expect(String(line.err['stack'])).toContain('HTTPParserError');
  });

  it('keeps what says where a call failed', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443, address: '::1' });
    expect(logged(error).line.err).toMatchObject({ code: 'ECONNREFUSED', port: 443, address: '::1' });
    expect(logged('not an error').line.err).toBe('not an error');
  });
});
