/** Our own small calls: token, account and revocation endpoints. */
import { fetch as undiciFetch, type Dispatcher } from 'undici';
import type { EgressOptions } from './egress.ts';
import { schemeAllowed } from './destination.ts';

/** Bytes of an answer that we read ourselves; token and account answers are a few kilobytes. */
const maxBytes = 1_048_576;

/**
 * A Web `fetch` over the pinned connections. Redirects come back as they are (`manual`), the whole call has a deadline,
 * and reading more than a megabyte fails.
 */
export function boundedFetch(dispatcher: Dispatcher, options: EgressOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!schemeAllowed(url, options.unsafeAllowLoopback)) {
      throw new TypeError(`${url.origin} is not called: plain http`);
    }
    const answer = await undiciFetch(url, {
      method: request.method,
      headers: [...request.headers],
      // Small bodies only: read whole, so that both kinds of `fetch` mean the same.
      body: request.body ? new Uint8Array(await request.arrayBuffer()) : null,
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(options.timeouts.tokenCallMs)]),
      dispatcher,
    });
    const bytes = await readBounded(answer.body);
    const empty = answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(empty ? null : bytes, {
      status: answer.status,
      statusText: answer.statusText,
      headers: [...answer.headers],
    });
  };
}

async function readBounded(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new RangeError(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
