import { errors, type ErrorBody } from '@alter/protocol';
import { Refusal } from '../lib/assert.ts';
import type { Ctx, Step } from '../state.ts';
import { StoreUnavailable } from '../stores/store.ts';

/** Seconds that a caller should wait when nothing says better. */
const retryAfter = '2';

/**
 * The single catch. Turns what was thrown into the one error envelope; the public half comes from the table, the cause
 * goes to the log with the request id and nowhere else.
 */
export const problem: Step = async (ctx, next) => {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined && ctx.respond !== false && !ctx._matchedRoute) throw noRoute(ctx);
  } catch (thrown) {
    const refusal = toRefusal(thrown);
    if (refusal.status >= 500) ctx.state.log.error({ err: thrown, code: refusal.code }, 'request failed');
    else ctx.state.log.info({ code: refusal.code, cause: causeText(refusal) }, 'request refused');
    if (ctx.res.headersSent || ctx.respond === false) {
      ctx.res.destroy();
      return;
    }
    const body: ErrorBody = {
      error: refusal.code,
      message: errors[refusal.code].message,
      request_id: ctx.state.requestId,
      ...refusal.fields,
    };
    ctx.status = refusal.status;
    ctx.set('x-alter-outcome', 'alter');
    for (const [name, value] of Object.entries(refusal.headers)) ctx.set(name, value);
    const passes = refusal.status === 429 || refusal.status === 503;
    if (passes && !refusal.headers['Retry-After']) ctx.set('Retry-After', retryAfter);
    ctx.body = body;
  }
};

/** RFC 9110 §15.5.6: a path that is known says which methods it has. */
function noRoute(ctx: Ctx): Refusal {
  const methods = new Set(ctx.matched?.flatMap((layer) => layer.methods));
  if (methods.size === 0) return new Refusal('not_found');
  return new Refusal('method_not_allowed', {}, { headers: { Allow: [...methods].sort().join(', ') } });
}

function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof StoreUnavailable) return new Refusal('store_unavailable', {}, { cause: thrown });
  return new Refusal('internal_error', {}, { cause: thrown });
}

const causeText = (refusal: Refusal): string | undefined =>
  refusal.cause instanceof Error ? refusal.cause.message : undefined;
