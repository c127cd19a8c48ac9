/** What may be done with a grant's refresh token now: from what is stored, nothing is read or written here. */
import type { Config } from '../../config.ts';
import { renewalOf } from '../../oauth/renew.ts';
import { failed, type RefreshEnd, type RefreshRequest } from './refresh.ts';
import type { GrantRow, HeldRow } from '../../stores/store.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';

export type Plan =
  | { kind: 'over'; end: RefreshEnd }
  /** The person has to connect again. */
  | { kind: 'finish'; reason: string }
  /** `probe`: the one repetition of a token whose fate is unknown. */
  | { kind: 'ask'; probe: boolean };

export interface Situation extends RefreshRequest {
  /** Null: the ciphertext is gone, so the grant is revoked. */
  row: HeldRow | null;
  now: number;
  config: Pick<Config, 'refresh' | 'timeouts'>;
}

export function plan(situation: Situation): Plan {
  const { row, seen, grant, provider, cause, now, config } = situation;
  if (!row) return over(failed('grant_revoked'));
  if (row.generation !== seen.generation) return over({ kind: 'renewed', vault: row });
  const { refresh } = row;
  if (refresh.ended !== null) return finish(refresh.ended);
  if (!isBound(grant, provider)) return over(failed('provider_configuration_unavailable'));
  const { field, worksOnce } = renewalOf(grant.flow_kind, provider);
  if (row.sealed.fields[field] === undefined) return finish('no_refresh_token');
  if (refresh.next_try_at > now) {
    if (refresh.unusable !== null) return over(failed('credential_revoked'));
    return over(failed(refresh.client_refused ? 'provider_configuration_unavailable' : 'refresh_failed'));
  }
  if (cause === 'refused' && refresh.forced_at + config.refresh.forcedEveryMs > now) {
    return over(failed('refresh_failed'));
  }
  return worksOnce ? fateOf(situation, row) : ask(false);
}

/** A grant stays with the client that it was issued to, and its tokens with the server that gave them. */
export const isBound = (grant: Pick<GrantRow, 'client_id' | 'issuer'>, { config, issuer }: ResolvedProvider): boolean =>
  config.clientId === grant.client_id && issuer === grant.issuer;

/** An intent that is still there has no holder: its process died, or gave up without knowing what became of the token. */
function fateOf({ cause, now, config }: Situation, { refresh: { intent } }: HeldRow): Plan {
  if (intent === null) return ask(false);
  if (intent.probe) return finish('rotation_lost');
  if (cause === 'ahead') return over(failed('refresh_failed'));
  return now - intent.at > unsureMs(config) ? ask(true) : over(failed('token_refresh_in_progress'));
}

/** As far as the row says: somebody has sent the token, or is about to, and may be alive. */
export const isUnderWay = (
  { refresh: { intent } }: HeldRow,
  now: number,
  config: Pick<Config, 'refresh' | 'timeouts'>,
): boolean => intent !== null && !intent.unknown && now - intent.at <= unsureMs(config);

/** For so long whoever sent a token may still be alive and waiting for the answer. */
export const unsureMs = ({ timeouts, refresh }: Pick<Config, 'refresh' | 'timeouts'>): number =>
  timeouts.tokenCallMs + refresh.clockBoundMs;

const over = (end: RefreshEnd): Plan => ({ kind: 'over', end });
const finish = (reason: string): Plan => ({ kind: 'finish', reason });
const ask = (probe: boolean): Plan => ({ kind: 'ask', probe });
