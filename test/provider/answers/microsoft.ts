import type { VendorAnswers } from '../vendor-answers.ts';

const microsoft: VendorAnswers = {
  // openid and offline_access are granted without being named.
  token: ({ access, refresh, scopes }) => ({
    token_type: 'Bearer',
    scope: scopes.filter((scope) => scope !== 'openid' && scope !== 'offline_access').join(' '),
    expires_in: 4_521,
    ext_expires_in: 4_521,
    access_token: access,
    refresh_token: refresh,
    id_token: 'not.checked.here',
  }),
  dead: {
    status: 400,
    body: {
      error: 'invalid_grant',
      error_description: 'AADSTS700082: The refresh token has expired due to inactivity.',
      error_codes: [700_082],
      suberror: 'bad_token',
    },
  },
  badClient: {
    status: 401,
    body: {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7_000_215],
    },
  },
};

export default microsoft;
