/** For orchestrators: alive, and able to take requests. */
import type { Drain } from '../middleware/drain.ts';
import type { Deps, Step } from '../state.ts';

export const healthy: Step = async (ctx) => {
  ctx.body = { status: 'ok' };
};

/** Ready means that a durable write worked just now. */
export function ready(deps: Deps, drain: Drain): Step {
  return async (ctx) => {
    const store = await deps.store.ready().then(
      () => 'ok',
      (cause: unknown) => {
        ctx.state.log.error({ err: cause }, 'the store is not ready');
        return 'unavailable';
      },
    );
    const fine = store === 'ok' && !drain.draining;
    ctx.status = fine ? 200 : 503;
    ctx.body = { status: fine ? 'ready' : drain.draining ? 'draining' : 'not ready', store };
  };
}
