/** What a flow's row says about a start or a callback: pure, so that every store means the same. */
import type { ConsumeOutcome, FlowRow, StartOutcome } from './store.ts';

/** The row after the act, or as it stands when the act was refused; null: nobody knows the flow. */
export interface Judged {
  done: boolean;
  flow: FlowRow | null;
}

export function startOutcome({ done, flow }: Judged, browserHash: string): StartOutcome {
  if (!flow) return { kind: 'unknown' };
  if (done) return { kind: 'started', flow };
  if (flow.browser_hash !== browserHash) return { kind: 'other_browser' };
  return { kind: flow.started_at !== null || flow.consumed_at !== null ? 'used' : 'expired' };
}

/** The refusal is counted in the row already. */
export function consumeOutcome({ done, flow }: Judged, browserHash: string | null): ConsumeOutcome {
  if (!flow) return { kind: 'unknown' };
  if (done) return { kind: 'consumed', flow };
  return { kind: refusalOf(flow, browserHash), flow, first: flow.refusals === 1 };
}

/** A stranger's browser learns nothing about the flow's state. */
function refusalOf(flow: FlowRow, browserHash: string | null): 'other_browser' | 'replayed' | 'expired' {
  if (flow.browser_hash !== browserHash) return 'other_browser';
  return flow.consumed_at !== null ? 'replayed' : 'expired';
}
