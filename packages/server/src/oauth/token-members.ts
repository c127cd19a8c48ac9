import type { Provider, ResolvedProvider } from '../providers/provider.ts';
import { filledMembers } from '../providers/resolve.ts';

/**
 * A token request's members as the vendor wants them: its own names, and what it asks for beside RFC 6749 §4.1.3 and §6.
 * @param state the flow's, where a code is traded
 */
export function tokenMembers(
  provider: ResolvedProvider,
  members: URLSearchParams,
  state: string | null = null,
): URLSearchParams {
  const { token } = provider.entry;
  const vendor = new URLSearchParams(members);
  const clientId = vendor.get('client_id');
  if (token.clientIdName !== undefined && clientId !== null) {
    vendor.delete('client_id');
    vendor.set(token.clientIdName, clientId);
  }
  const values = { ...provider.variables, ...(state === null ? {} : { state }) };
  const extra = filledMembers(furtherMembers(provider.entry, members.get('grant_type')) ?? {}, values);
  for (const [name, value] of Object.entries(extra)) {
    if (value === '') vendor.delete(name);
    else vendor.set(name, value);
  }
  return vendor;
}

function furtherMembers({ token, refresh, kinds }: Provider, grantType: string | null) {
  switch (grantType) {
    case 'refresh_token':
      return refresh.extra;
    case 'authorization_code':
      return token.extra;
    case 'client_credentials':
      return kinds.client_credentials?.extra;
    default:
      return kinds.device_code?.extra;
  }
}
