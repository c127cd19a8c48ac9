import type { VendorAnswers } from '../vendor-answers.ts';

const longNames: Readonly<Record<string, string>> = { email: 'https://www.googleapis.com/auth/userinfo.email' };

const google: VendorAnswers = {
  token: ({ access, refresh, scopes, kind }) => ({
    access_token: access,
    expires_in: 3599,
    scope: scopes.map((scope) => longNames[scope] ?? scope).join(' '),
    token_type: 'Bearer',
    // Not again when an access token is refreshed.
    ...(kind === 'code' ? { refresh_token: refresh } : {}),
  }),
};

export default google;
