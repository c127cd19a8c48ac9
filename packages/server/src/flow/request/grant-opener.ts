import { createOpener, type CredentialOpener } from '../../grants/open.ts';
import type { AtPoint } from '../../grants/refresh/faults.ts';
import { renewTokens } from '../../oauth/renew.ts';
import type { Deps } from '../../state.ts';

/**
 * Opens grants, and renews their tokens at the provider when they are stale.
 * @param at what stands at the points of a refresh's fault table; in production nothing
 */
export const createGrantOpener = (deps: Deps, at?: AtPoint): CredentialOpener =>
  createOpener(
    deps,
    ({ grant, provider }, refreshToken, fields, watch) =>
      renewTokens({
        provider,
        flowKind: grant.flow_kind,
        scopes: grant.scopes,
        refreshToken,
        fields,
        fetch: deps.egress.watchedFetch(() => watch.beforeWrite()),
        // Not the drain's: a rotated token that is on its way must not be lost.
        signal: AbortSignal.any([watch.signal, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
        now: deps.clock.now(),
      }),
    at,
  );
