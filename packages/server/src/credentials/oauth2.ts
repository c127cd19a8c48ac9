import type { CredentialType } from './credential.ts';

/** An OAuth access token in one header, by the provider's template (RFC 6750 §2.1 unless the provider says otherwise). */
export const oauth2: CredentialType = {
  id: 'oauth2',
  secretField: null,
  headerNames: ({ api }) => [api.inject.name.toLowerCase()],
  inject: ({ headers }, { entry: { api } }, { token }) => {
    // A function, since `$&` in a token would otherwise be a pattern.
    headers[api.inject.name.toLowerCase()] = api.inject.format.replace('{token}', () => token.reveal());
  },
};
