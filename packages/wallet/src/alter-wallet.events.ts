import type { RevocationState } from '@alter/protocol';

/** `alter-revoked`: access was removed here, for certain; `revocation` is what the provider knows at that moment. */
export interface AlterRevokedDetail {
  grant_id: string;
  revocation: RevocationState;
}

/** `alter-error`: for the page's log; the person has been told already. */
export interface AlterErrorDetail {
  code: string;
  message: string;
  requestId: string | null;
}

export interface AlterWalletEventMap {
  'alter-revoked': CustomEvent<AlterRevokedDetail>;
  'alter-error': CustomEvent<AlterErrorDetail>;
}
