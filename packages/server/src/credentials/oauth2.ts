import { withProof } from './token-proof.ts';
import type { CredentialType } from './credential.ts';

/** An OAuth access token in one header, or in the query where the vendor takes it nowhere else, by the provider's template (RFC 6750 §2.1 unless the provider says otherwise). */
export const oauth2: CredentialType = {
  id: 'oauth2',
  secretField: null,
  headerNames: ({ api: { inject } }) => (inject.in === 'query' ? [] : [inject.name.toLowerCase()]),
  inject: (request, provider, { token }) => {
    const { in: place, name, format } = provider.entry.api.inject;
    // A function, since `$&` in a token would otherwise be a pattern.
    const value = format.replace('{token}', () => token.reveal());
    request.url = withProof(request.url, provider, token);
    if (place !== 'query') {
      request.headers[name.toLowerCase()] = value;
      return;
    }
    // A copy: the URL that the caller gave is recorded, and a token must not be in it.
    const url = new URL(request.url);
    url.searchParams.set(name, value);
    request.url = url;
  },
};
