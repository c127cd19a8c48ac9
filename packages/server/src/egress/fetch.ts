/** Our own small calls: token, account and revocation endpoints. */
import { fetch as undiciFetch, type Dispatcher } from 'undici';
import type { EgressOptions } from './send.ts';
import { schemeAllowed } from './destination.ts';

/** Bytes of an answer that we read ourselves; token and account answers are a few kilobytes. */
const maxBytes = 1_048_576;

/**
 * A Web `fetch` over the pinned connections. Redirects come back as they are (`manual`), the whole call has a deadline,
 * and reading more than a megabyte fails.
 */
export function boundedFetch(dispatcher: Dispatcher, options: EgressOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const given = input instanceof Request ? input : null;
    const url = new URL(given ? given.url : (input as string | URL));
    if (!schemeAllowed(url, options.unsafeAllowLoopback))
      throw new TypeError(`${url.protocol}//${url.host} is not called`);
    const deadline = AbortSignal.timeout(options.timeouts.tokenCallMs);
    const signal = init?.signal ?? given?.signal;
    const answer = await undiciFetch(url, {
      method: init?.method ?? given?.method ?? 'GET',
      headers: [...new Headers(init?.headers ?? given?.headers)],
      body: await bodyOf(init?.body ?? (given?.body ? await given.text() : null)),
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
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

/** Small bodies only: read whole, so that both kinds of `fetch` mean the same. */
async function bodyOf(body: RequestInit['body']): Promise<Uint8Array | null> {
  if (body === null || body === undefined) return null;
  return new Uint8Array(await new Response(body).arrayBuffer());
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
