import type { TokenOutcome } from '../../oauth/oauth.ts';
import type { Deps } from '../../state.ts';
import type { AuditRow, HeldRow, RefreshIntent, VaultRow } from '../../stores/store.ts';
import type { AtPoint } from './faults.ts';
import type { HeldLease } from './lease.ts';
import type { RefreshRequest, RefreshTokens } from './refresh.ts';
import type { Verdict } from './verdict.ts';

type RefreshDeps = Pick<Deps, 'store' | 'vault' | 'clock' | 'config' | 'log' | 'shutdown'>;

export interface MachineParts {
  deps: RefreshDeps;
  refreshTokens: RefreshTokens;
  at: AtPoint;
  /** Names this process in intents and history. */
  process: string;
}

/** One refresh on its way. Each field is set by the step that is named beside it. */
export interface Run extends MachineParts {
  readonly request: RefreshRequest;
  /** Monotonic milliseconds. */
  readonly started: number;
  /** lease */
  lease: HeldLease | null;
  /** look: the row on which everything later is conditional. */
  row: HeldRow;
  /** look */
  probe: boolean;
  /** intend: set before it is written, so that one that may be there can be withdrawn. */
  intent: RefreshIntent | null;
  /** call: something may have been sent under the intent. */
  sent: boolean;
  calls: number;
  /** call */
  outcome: TokenOutcome | null;
  /** look, call or settle */
  verdict: Verdict | null;
  /** settle: stored with the outcome, appended by `record`. */
  owed: AuditRow | null;
  /** settle */
  saved: VaultRow | null;
}
