/**
 * Codes that persons are entering somewhere: this server asks the provider about them, not the page, so that a reload or a
 * closed window loses nothing. One process at a time asks about a flow, by a lease; when it is gone, another takes over as
 * soon as anybody looks at the session.
 */
import { queueLooseTokens } from '../grants/loose-tokens.ts';
import { randomToken, newId } from '../lib/random.ts';
import { askDevice, type DevicePoll } from '../oauth/device.ts';
import type { Deps } from '../state.ts';
import type { ConnectSessionRow, FlowRow, Lease } from '../stores/store.ts';
import { flowProvider, openedSecrets } from './begun-flow.ts';
import { flowFacts, grantFrom, recordEnd, type Trace } from './conclude-flow.ts';
import { exchangeRefusal, failed, type FlowEnd } from './flow-end.ts';
import { deviceSecrets } from './kinds/device-code.ts';
import type { Watchers } from './watchers.ts';

export interface DevicePolling {
  /** Sees to it that somebody asks about the codes of this session. */
  lookAfter(row: ConnectSessionRow): void;
  /** Resolves when nothing is asked any more. */
  close(): Promise<void>;
}

/** RFC 8628 §3.5. */
const slowDownMs = 5_000;
const longestPauseMs = 60_000;
/** What a lease holds beyond the next thing that is done under it. */
const spareMs = 10_000;
/** A flow that another process has is not looked at again before this. */
const againMs = 10_000;

/** What is known of one flow while it is asked about. */
interface Watch {
  flow: FlowRow;
  lease: Lease;
  trace: Trace;
}

export function createDevicePolling(deps: Deps, watchers: Watchers): DevicePolling {
  const running = new Map<string, Promise<void>>();
  const closing = new AbortController();

  async function take(appId: string, flowId: string, stateHash: string): Promise<void> {
    const lease = await deps.store.leases.acquire(appId, `device/${flowId}`, randomToken(12), spareMs);
    if (!lease) return pause(againMs, closing.signal);
    try {
      const flow = await deps.store.flows.find(stateHash, deps.clock.now());
      const trace: Trace = { requestId: newId(), clientIp: null, log: deps.log };
      if (flow) await ask({ flow, lease, trace });
    } finally {
      await deps.store.leases.release(lease);
    }
  }

  async function ask(watch: Watch): Promise<void> {
    const { flow, lease } = watch;
    let { intervalMs } = deviceSecrets(openedSecrets(deps, flow));
    for (;;) {
      const wait = Math.min(intervalMs, Math.max(0, flow.expires_at - deps.clock.now()));
      if (!(await deps.store.leases.renew(lease, wait + spareMs))) return;
      await pause(wait, closing.signal);
      if (closing.signal.aborted) return;
      if (deps.clock.now() >= flow.expires_at) return end(watch, failed('code_expired'));
      const session = await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now());
      // Cancelled or done: nobody waits for an answer any more.
      if (!session || session.final) return;
      if (!(await deps.store.leases.renew(lease, deps.config.timeouts.tokenCallMs + spareMs))) return;
      const polled = await poll(flow);
      const next = pauseAfter(polled, intervalMs);
      if (next === null) return conclude(watch, polled);
      intervalMs = next;
    }
  }

  /** Null: the provider is not configured as it was. */
  async function poll(flow: FlowRow): Promise<DevicePoll | null> {
    const provider = await flowProvider(deps, flow);
    if (!provider) return null;
    return askDevice({
      provider,
      deviceCode: deviceSecrets(openedSecrets(deps, flow)).deviceCode,
      fetch: deps.egress.fetch,
      // Not the drain's: an answer with tokens comes once.
      signal: AbortSignal.timeout(deps.config.timeouts.tokenCallMs),
      now: deps.clock.now(),
    });
  }

  async function conclude(watch: Watch, polled: DevicePoll | null): Promise<void> {
    const { flow } = watch;
    const consumed = await deps.store.flows.consume(flow.state_hash, flow.browser_hash, deps.clock.now());
    if (consumed.kind === 'consumed') return end(watch, await judge(watch, polled));
    if (consumed.kind === 'expired') return end(watch, failed('code_expired'));
  }

  async function judge({ flow, trace }: Watch, polled: DevicePoll | null): Promise<FlowEnd> {
    const [session, provider] = [
      await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now()),
      await flowProvider(deps, flow),
    ];
    if (!session || session.final) {
      // Cancelled while the person was at it: nobody will have what they have just allowed.
      if (polled?.kind === 'ok' && provider)
        await queueLooseTokens(deps, { provider, tokens: polled.tokens, accountKey: null });
      return failed('session_expired');
    }
    if (!polled || !provider) return failed('provider_configuration_unavailable');
    switch (polled.kind) {
      case 'ok':
        return grantFrom(deps, flow, session, provider, polled.tokens).catch((cause: unknown) => {
          trace.log.error({ err: cause, flow_id: flow.id }, 'flow could not be concluded');
          return failed('service_unavailable');
        });
      case 'denied':
        return { kind: 'declined' };
      case 'refused':
        return exchangeRefusal(polled);
      default:
        return failed('code_expired');
    }
  }

  async function end({ flow, trace }: Watch, outcome: FlowEnd): Promise<void> {
    const session = await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now());
    if (session) await recordEnd(deps, trace, flow, session, outcome, watchers);
    else trace.log.warn({ ...flowFacts(flow, trace), outcome: outcome.kind }, 'a flow outlived its session');
  }

  return {
    lookAfter(row) {
      if (row.final || closing.signal.aborted) return;
      for (const { flow_id, state_hash } of row.open_flows) {
        if (state_hash === undefined || running.has(flow_id)) continue;
        const work = take(row.app_id, flow_id, state_hash)
          .catch((err: unknown) => deps.log.warn({ err, flow_id }, 'a code could not be asked about'))
          .finally(() => running.delete(flow_id));
        running.set(flow_id, work);
      }
    },
    async close() {
      closing.abort();
      await Promise.all(running.values());
    },
  };
}

/** Milliseconds to wait before the next question; null: this was the last. @see RFC 8628 §3.5 */
export function pauseAfter(polled: DevicePoll | null, intervalMs: number): number | null {
  if (polled?.kind === 'pending') return polled.slowDown ? intervalMs + slowDownMs : intervalMs;
  const passing = polled?.kind === 'refused' && (polled.class === 'transient' || polled.class === 'indeterminate');
  if (!passing) return null;
  const asked = Math.max(intervalMs * 2, (polled.retryAfter ?? 0) * 1000);
  // What the provider said is the least, however long.
  return Math.max(intervalMs, Math.min(asked, longestPauseMs));
}

/** Resolves also when it is cut short. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
