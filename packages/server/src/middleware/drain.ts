import { Refusal } from '../lib/assert.ts';
import type { Step } from '../state.ts';

/** After SIGTERM: what is in flight finishes, what is new is refused, so that a balancer goes elsewhere. */
export interface Drain {
  readonly step: Step;
  readonly draining: boolean;
  begin(): void;
}

export function createDrain(): Drain {
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    begin() {
      draining = true;
    },
    step: async (ctx, next) => {
      if (draining) {
        ctx.set('Connection', 'close');
        if (!ctx.path.startsWith('/healthz'))
          throw new Refusal('service_unavailable', {}, { cause: new Error('draining') });
      }
      await next();
    },
  };
}
