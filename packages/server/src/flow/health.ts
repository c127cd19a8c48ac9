/** For orchestrators: alive, and able to take requests. */
import type { Drain } from '../middleware/drain.ts';
import type { Deps, Step } from '../state.ts';

export const healthy: Step = async (ctx) => {
  ctx.body = { status: 'ok' };
};

/** An orchestrator waits about a second or two itself; a store that takes longer is not ready. */
const patienceMs = 1_500;

/** Ready means that a durable write worked just now. */
export function ready(deps: Deps, drain: Drain): Step {
  return async (ctx) => {
    const store = await within(patienceMs, deps.store.ready()).then(
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

function within(ms: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer within ${ms} ms`)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
