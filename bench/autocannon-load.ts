/** One load by autocannon, as a process of its own: the `Load` is JSON on the standard input, what autocannon says of it on the output. */
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import type { Load } from './load.ts';

interface Request {
  body?: string;
}

const autocannon = createRequire(import.meta.url)('autocannon') as (options: object) => Promise<unknown>;
const { url, connections, seconds, headers, body, bodies } = JSON.parse(await text(process.stdin)) as Load;

let at = 0;
/** All connections take from one list, as wrk's one thread does. */
const next = (request: Request): Request => ({ ...request, body: bodies?.[at++ % bodies.length] ?? body });

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  method: 'POST',
  headers,
  body,
  ...(bodies ? { requests: [{ setupRequest: next }] } : {}),
});
process.stdout.write(JSON.stringify(result));
