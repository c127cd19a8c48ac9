import type { ResolvedProvider } from '../providers/provider.ts';
import { filledMembers } from '../providers/resolve.ts';

/** A token request's members as the vendor wants them: its own names, and what it asks for beside RFC 6749 §4.1.3 and §6. */
export function tokenMembers(provider: ResolvedProvider, members: URLSearchParams): URLSearchParams {
  const { token, refresh } = provider.entry;
  const isRefresh = members.get('grant_type') === 'refresh_token';
  const vendor = new URLSearchParams(members);
  const clientId = vendor.get('client_id');
  if (token.clientIdName !== undefined && clientId !== null) {
    vendor.delete('client_id');
    vendor.set(token.clientIdName, clientId);
  }
  const extra = filledMembers((isRefresh ? refresh.extra : token.extra) ?? {}, provider.variables);
  for (const [name, value] of Object.entries(extra)) {
    if (value === '') vendor.delete(name);
    else vendor.set(name, value);
  }
  return vendor;
}
