/** `POST /sdk/proxy`: the whole answer in the published JSON envelope (`wire.md` §6.4). */
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';
import type { OutgoingHttpHeaders } from 'node:http';
import type { ProxyAnswer } from '@alter/protocol/schemas';
import { answerHeaders } from '../../egress/headers.ts';
import { Refusal } from '../../lib/assert.ts';
import { OutboundFailed, type Answer } from './answer.ts';
import type { Call } from './call.ts';
import { refusalOf } from './send.ts';

/** Reads the answer to its end, or to the limit after decoding. @throws Refusal `provider_answer_invalid` */
export async function gather(call: Call): Promise<void> {
  const { answer } = call;
  if (!answer) throw new Error('no answer: send comes before gather');
  const limit = call.deps.config.limits.proxyAnswer;
  const decoders = decodersOf(answer.headers['content-encoding']);
  try {
    const { body, truncated } = await collect(answer, decoders ?? [], limit);
    call.gathered = { body, truncated, decoded: decoders !== null && decoders.length > 0 };
  } catch (cause) {
    answer.discard();
    const known = { sent: true, provider_status: answer.status };
    if (cause instanceof OutboundFailed && cause.failure.kind !== 'unreachable') throw refusalOf(cause, call, known);
    throw new Refusal('provider_answer_invalid', known, { cause });
  }
}

export function envelope(call: Call): void {
  const { answer, gathered, ctx } = call;
  if (!answer || !gathered) throw new Error('no answer: gather comes before envelope');
  const { headers } = answerHeaders(answer.headers, call.credentialTexts());
  if (gathered.decoded) delete headers['content-encoding'];
  const published: ProxyAnswer = {
    status_code: answer.status,
    headers: joined(headers),
    body_b64: gathered.body.toString('base64'),
    body_truncated: gathered.truncated,
    duration_ms: call.elapsed(),
  };
  ctx.status = 200;
  ctx.set('x-alter-outcome', 'provider');
  ctx.set('x-alter-request-id', ctx.state.requestId);
  if (call.retryAfter !== null) ctx.set('x-alter-retry-after', String(call.retryAfter));
  ctx.body = published;
}

/** A repeated header is one string in the envelope. RFC 9110 §5.3 */
function joined(headers: OutgoingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The provider was asked for `identity`; what comes encoded all the same is decoded. Null: an encoding that is not known. */
function decodersOf(encoding: string | undefined): Transform[] | null {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const decoders: Transform[] = [];
  // Listed in the order they were applied: the last comes off first.
  for (const name of names.reverse()) {
    if (name === '' || name === 'identity') continue;
    if (name === 'gzip' || name === 'x-gzip') decoders.push(createGunzip());
    else if (name === 'deflate') decoders.push(createInflate());
    else if (name === 'br') decoders.push(createBrotliDecompress());
    else if (name === 'zstd') decoders.push(createZstdDecompress());
    else return null;
  }
  return decoders;
}

function collect(answer: Answer, decoders: Transform[], limit: number): Promise<{ body: Buffer; truncated: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let over = false;
    const finish = (truncated: boolean): void => {
      if (over) return;
      over = true;
      if (truncated) answer.discard();
      for (const decoder of decoders) decoder.destroy();
      resolve({ body: Buffer.concat(chunks), truncated });
    };
    const fail = (error: Error): void => {
      if (over) return;
      over = true;
      for (const decoder of decoders) decoder.destroy();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      if (over) return;
      const room = limit - size;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += Math.min(chunk.length, room);
      if (chunk.length > room) finish(true);
    };
    const [first, ...rest] = decoders;
    const last = rest.reduce((from, to) => from.pipe(to), first as Transform);
    if (first) last.on('data', take).on('end', () => finish(false));
    for (const decoder of decoders) decoder.on('error', fail);
    answer.read({
      data: (chunk) => {
        if (!first) take(chunk);
        else if (!over && !first.write(chunk)) {
          answer.pause();
          first.once('drain', () => answer.resume());
        }
      },
      // An answer without a body may still name an encoding; a decoder would miss its first byte.
      end: () => (first && answer.size > 0 ? void first.end() : finish(false)),
      failed: (failure) => fail(new OutboundFailed(failure)),
    });
  });
}
