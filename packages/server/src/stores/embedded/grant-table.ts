import type { GrantRow } from '../store.ts';
import { PlacedTable } from './placed-table.ts';
import { canonicalPrincipal } from './principal.ts';
import { flag, json, plain } from './table.ts';

export const grants = new PlacedTable<GrantRow>('grants', 'id', {
  id: plain(),
  app_id: plain(),
  principal: canonicalPrincipal,
  provider_id: plain(),
  flow_kind: plain(),
  config_id: plain(),
  issuer: plain(),
  client_id: plain(),
  hosts: json(),
  variables: json(),
  account_key: plain(),
  account_identifier: plain(),
  account_display_name: plain(),
  inject_field: plain(),
  scopes: json(),
  scope_mismatch: flag,
  label: plain(),
  status: plain(),
  reason: plain(),
  token_expires_at: plain(),
  refreshable: flag,
  policy: json(),
  grant_expires_at: plain(),
  created_at: plain(),
  updated_at: plain(),
  revoked_at: plain(),
  revoke_reason: plain(),
  revoked_by: plain(),
  revocation: plain(),
  unrecorded: json(),
});
