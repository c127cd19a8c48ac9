import { assert } from '../lib/assert.ts';
import type { Ctx, Deps, Step } from '../state.ts';

/**
 * For every POST that a cookie authenticates: `Origin` must be our own. Absent or `null` is refused too, since SameSite
 * does not stop a sister site.
 */
export function sameOrigin(deps: Pick<Deps, 'config'>): Step {
  return async (ctx, next) => {
    assert(ctx.get('Origin') === deps.config.publicUrl.origin, 'cross_origin_post');
    await next();
  };
}

/** Any page may ask whether it may ask: the answer says nothing, and no credentials are ever allowed. */
export const preflight: Step = async (ctx) => {
  const origin = ctx.get('Origin');
  if (origin) allowOrigin(ctx, origin);
  ctx.set('Access-Control-Allow-Methods', 'GET, POST');
  ctx.set('Access-Control-Allow-Headers', 'authorization, content-type, last-event-id');
  ctx.set('Access-Control-Max-Age', '600');
  ctx.status = 204;
};

/**
 * Lets the page of exactly `allowed` read the answer. A request without `Origin` is not a page of another site (browsers
 * send it on every cross-origin fetch) and holds the bearer anyway.
 * @throws Refusal `origin_not_allowed`
 */
export function assertOrigin(ctx: Ctx, allowed: string | null): void {
  const origin = ctx.get('Origin');
  if (!origin) return;
  assert(allowed !== null && origin === allowed, 'origin_not_allowed');
  allowOrigin(ctx, origin);
}

function allowOrigin(ctx: Ctx, origin: string): void {
  ctx.set('Access-Control-Allow-Origin', origin);
  ctx.vary('Origin');
}

/** So that a page can read why it was refused; the refusal itself holds nothing of the session. */
export const readableRefusals: Step = async (ctx, next) => {
  const origin = ctx.get('Origin');
  if (origin) allowOrigin(ctx, origin);
  await next();
};
