import type { Vendor } from './index.ts';

/** Refresh tokens have an error of their own. */
const yahoo: Vendor = {
  at: ['api.login.yahoo.com/oauth2/get_token'],
  behaviour: {
    errors: {
      own: {
        invalid_grant: {
          status: 400,
          body: { error: 'INVALID_REFRESH_TOKEN', error_description: 'Failed to decode/encode refresh token' },
        },
      },
    },
  },
};

export default yahoo;
