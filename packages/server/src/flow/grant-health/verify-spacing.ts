/**
 * How often a provider is asked about one credential: once in a while over all processes, however many ask us. Who comes
 * meanwhile is told what came out, and when; a process that does not know it refuses.
 */
import { Refusal } from '../../lib/assert.ts';
import { newId } from '../../lib/random.ts';
import type { ErrorCode } from '@alter/protocol';
import type { Verification } from '../../oauth/verify.ts';
import type { Deps } from '../../state.ts';
import type { Lease } from '../../stores/store.ts';

export type Verdict =
  /** `cut`: not the provider ended it but the time of who asked, so nobody else is told. */
  | { kind: 'told'; verification: Verification; at: number; cut: boolean }
  /** The credential could not be opened, and nothing was sent. */
  | { kind: 'refused'; code: ErrorCode };

/** @param sends to be called right before something is sent: from then on it counts, unless it is cut short */
export type AskProvider = (sends: () => void) => Promise<Verdict>;

/** What is asked about: with new tokens it is something else. */
export interface Credential {
  appId: string;
  grantId: string;
  generation: number;
}

/** @throws Refusal `rate_limit_exceeded`, and what `ask` throws */
export type Spaced = (credential: Credential, ask: AskProvider) => Promise<Verdict>;

export function createVerifySpacing({ store, clock, config }: Pick<Deps, 'store' | 'clock' | 'config'>): Spaced {
  const { verifyEveryMs } = config;
  const flights = new Map<string, Promise<Verdict>>();
  /** Oldest first. */
  const told = new Map<string, Verdict & { kind: 'told' }>();

  async function once({ appId }: Credential, name: string, ask: AskProvider): Promise<Verdict> {
    if (verifyEveryMs === 0) return ask(() => undefined);
    const lease = await store.leases.acquire(appId, name, newId(), verifyEveryMs);
    if (!lease) throw tooSoon(verifyEveryMs);
    let counts = false;
    try {
      const verdict = await ask(() => (counts = true));
      if (isCut(verdict)) counts = false;
      else if (verdict.kind === 'told') told.set(name, verdict);
      return verdict;
    } finally {
      // Else it is left to run out, which is what spaces the questions of all processes.
      if (!counts) await release(lease);
    }
  }
  const release = (lease: Lease) => store.leases.release(lease).catch(() => undefined);
  const forget = (now: number): void => {
    for (const [name, { at }] of told) {
      if (now < at + verifyEveryMs) return;
      told.delete(name);
    }
  };

  const spaced: Spaced = (credential, ask) => {
    const { grantId, generation } = credential;
    const name = `verify/${grantId}/${String(generation)}`;
    forget(clock.now());
    const known = told.get(name);
    if (known) return Promise.resolve(known);
    const others = flights.get(name);
    if (others) return others.then((verdict) => (isCut(verdict) ? spaced(credential, ask) : verdict));
    const flight = once(credential, name, ask).finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  };
  return spaced;
}

const isCut = (verdict: Verdict): boolean => verdict.kind === 'told' && verdict.cut;

const tooSoon = (everyMs: number): Refusal =>
  new Refusal('rate_limit_exceeded', {}, { headers: { 'Retry-After': String(Math.ceil(everyMs / 1000)) } });
