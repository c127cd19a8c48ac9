/** Names of audit events: `noun.verb`. A row is written for each; the list is closed. */
export const auditEvents = [
  'session.created',
  'connect.started',
  'connect.completed',
  'connect.failed',
  'connect.refused',
  'grant.created',
  'grant.confirmed',
  'grant.revoked',
  'grant.expired',
  'grant.needs_reauth',
  'grant.refreshed',
  'grant.refresh_failed',
  'grant.error',
  'grant.recovered',
  'revocation.told',
  'revocation.failed',
  'request.begun',
  'request.concluded',
  'request.refused',
  'request.ended',
  'wallet.session_created',
  'key.created',
  'key.rotated',
  'key.revoked',
  'provider_config.saved',
  'provider_config.removed',
  'provider_config.refused',
  'provider_config.accepted',
] as const;

export type AuditEventName = (typeof auditEvents)[number];

/** Typed events of the elements; all bubble and are composed. */
export const elementEvents = {
  success: 'alter-success',
  error: 'alter-error',
  exit: 'alter-exit',
  open: 'alter-open',
} as const;
