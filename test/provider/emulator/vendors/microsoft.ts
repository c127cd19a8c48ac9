import type { Vendor } from './index.ts';

/** Errors carry numbers that say more than the OAuth word does. */
const microsoft: Vendor = {
  at: ['login.microsoftonline.com/*/oauth2/v2.0/token'],
  behaviour: {
    answer: { extra: { ext_expires_in: 4_521 } },
    errors: {
      own: {
        invalid_grant: {
          status: 400,
          body: {
            error: 'invalid_grant',
            error_description: 'AADSTS700082: The refresh token has expired due to inactivity.',
            error_codes: [700_082],
            suberror: 'bad_token',
          },
        },
        invalid_client: {
          status: 401,
          body: {
            error: 'invalid_client',
            error_description: 'AADSTS7000215: Invalid client secret provided.',
            error_codes: [7_000_215],
          },
        },
      },
    },
  },
};

export default microsoft;
