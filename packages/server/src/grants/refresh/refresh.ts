/** Shapes that the parts of a refresh share. */
import type { TokenOutcome } from '../../oauth/oauth.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { GrantRow, HeldRow, RefreshRecord, VaultRow } from '../../stores/store.ts';
import type { Secret } from '../../vault/secret.ts';

export type Fields = Readonly<Record<string, Secret>>;

/** Why: the token ends soon and still serves; it has ended; the provider answered 401 to it. */
export type Cause = RefreshRecord['cause'];

export interface Renewed {
  grant: GrantRow;
  provider: ResolvedProvider;
}

export interface RefreshRequest extends Renewed {
  cause: Cause;
  /** Its token is not good enough. */
  seen: HeldRow;
  /** Of the call that asks. */
  requestId: string;
}

/** How a refresh ended for whoever waits for it. */
export type RefreshEnd =
  /** Also when somebody else was first. */
  | { kind: 'renewed'; vault: VaultRow }
  /** Nothing was done that the caller could use. */
  | { kind: 'failed'; code: RefreshRefusal };

export type RefreshRefusal =
  | 'grant_revoked'
  | 'credential_revoked'
  | 'token_refresh_in_progress'
  | 'refresh_failed'
  | 'provider_configuration_unavailable';

export const failed = (code: RefreshRefusal): RefreshEnd => ({ kind: 'failed', code });

export interface TokenCallWatch {
  /** Called when the next thing that happens is the first byte on the network. What it throws prevents that. */
  beforeWrite(): void;
  /** Fires only while nothing is written. */
  signal: AbortSignal;
}

/** The token endpoint's part, from `oauth/`. @param fields what the vault holds; the outcome's are what it is to hold next */
export type RefreshTokens = (
  renewed: Renewed,
  refreshToken: Secret,
  fields: Fields,
  watch: TokenCallWatch,
) => Promise<TokenOutcome>;
