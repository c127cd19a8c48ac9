/**
 * A provider for large bodies, as a process of its own: argument `<port>`. `GET /down?bytes=` sends that
 * much, anything with a body is read to its end and counted, everything else gets a small answer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** 193 bytes, as a small API answer. */
const smallAnswer = JSON.stringify({ id: 42, login: 'octo', note: 'x'.repeat(155) });
const chunk = Buffer.alloc(65_536, 'a');

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://upstream');
  if (url.pathname === '/down') sendBytes(res, Number(url.searchParams.get('bytes')));
  else countBytes(req, res);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv.at(-1)), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

function sendBytes(res: ServerResponse, bytes: number): void {
  res.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !res.destroyed) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!res.write(part)) return;
    }
    if (left === 0) res.end();
  };
  res.on('drain', more);
  more();
}

function countBytes(req: IncomingMessage, res: ServerResponse): void {
  let bytes = 0;
  req.on('data', (part: Buffer) => (bytes += part.length));
  req.on('end', () => {
    const answer = bytes === 0 ? smallAnswer : JSON.stringify({ bytes });
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    res.end(answer);
  });
}
