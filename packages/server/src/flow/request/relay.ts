/** `POST /request`: the provider's answer goes to the caller as it comes, with back-pressure. */
import type { ServerResponse } from 'node:http';
import { answerHeaders } from '../../egress/headers.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { CallEnded } from './call-ended.ts';
import { ended } from './conclude.ts';

/** Bodies up to this size are cheaper copied than written apart. */
const joinedBytes = 16_384;

/** Resolves when the last byte is out, or the call was cut; it never throws, the head has left. */
export async function relay(call: Call): Promise<void> {
  const { ctx, answer } = call;
  if (!answer) throw new Error('no answer: send comes before relay');
  // Koa would buffer and count; the body goes straight to the socket, and an error after the head ends the connection.
  ctx.respond = false;
  // A write after the client has gone is an error event, which nobody else listens to.
  ctx.res.on('error', () => undefined);
  writeHead(call, answer, ctx.res);
  if (answer.ended) {
    endWhole(ctx.res, hasBody(call, answer) ? answer.whole() : null);
    return;
  }
  const cut = await pump(call, answer, ctx.res);
  ended(call, answer.size, cut);
}

/** Node joins a small string to the head and writes both at once, which a Buffer makes two parts of. */
function endWhole(res: ServerResponse, body: Buffer | null): void {
  if (body === null || body.length > joinedBytes) res.end(body ?? undefined);
  else res.end(body.toString('latin1'), 'latin1');
}

function writeHead(call: Call, answer: Answer, res: ServerResponse): void {
  for (const name of res.getHeaderNames()) if (!name.startsWith('x-alter-')) res.removeHeader(name);
  const { headers, echoed } = answerHeaders(answer.headers, call.credentialTexts());
  if (echoed) call.ctx.state.log.warn({ call_id: call.begun?.id }, 'the provider repeated the credential in a header');
  headers['x-alter-outcome'] = 'provider';
  headers['x-alter-request-id'] = call.ctx.state.requestId;
  if (call.retryAfter !== null) headers['x-alter-retry-after'] = call.retryAfter;
  const length = bodyLength(call, answer);
  if (length !== null) headers['content-length'] = length;
  const described = answer.headers['content-length'];
  if (call.outbound.method === 'HEAD' && described !== undefined) headers['x-alter-content-length'] = described;
  res.writeHead(answer.status, headers);
}

/** Ours to state: the caller's request is a POST, whatever the provider's was. Null: not known, sent in chunks. */
function bodyLength(call: Call, answer: Answer): number | null {
  if (answer.status === 204 || answer.status === 304) return null;
  if (!hasBody(call, answer)) return 0;
  if (answer.ended) return answer.size;
  const given = answer.headers['content-length'];
  return given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : null;
}

const hasBody = (call: Call, answer: Answer): boolean =>
  call.outbound.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;

type Cut = 'client' | 'provider' | 'shutdown' | null;

function pump(call: Call, answer: Answer, res: ServerResponse): Promise<Cut> {
  const { idleMs } = call.deps.config.timeouts;
  return new Promise((resolve) => {
    let idle: NodeJS.Timeout | undefined;
    const stop = (cut: Cut): void => {
      clearTimeout(idle);
      res.off('drain', drained).off('close', closed);
      resolve(cut);
    };
    const drained = (): void => {
      clearTimeout(idle);
      answer.resume();
    };
    const closed = (): void => stop(byWhom(call));
    res.on('drain', drained).once('close', closed);
    answer.read({
      data: (chunk) => {
        if (res.write(chunk)) return;
        answer.pause();
        clearTimeout(idle);
        // A client that takes nothing for so long has gone, whatever its socket says.
        idle = setTimeout(() => call.abort.abort(new CallEnded('idle')), idleMs).unref();
      },
      end: () => {
        res.end();
        stop(null);
      },
      failed: (failure) => {
        // Never a clean end: the caller must see that the answer is not whole.
        res.destroy();
        stop(failure.kind === 'aborted' ? byWhom(call) : 'provider');
      },
    });
  });
}

function byWhom(call: Call): Cut {
  const reason: unknown = call.abort.signal.reason;
  return reason instanceof CallEnded && reason.by === 'shutdown' ? 'shutdown' : 'client';
}
