import type { Vendor } from './index.ts';

/** Scopes come back in their long names; a refresh answers no refresh token; statuses of their own while a code is awaited. */
const google: Vendor = {
  at: ['oauth2.googleapis.com/token'],
  behaviour: {
    answer: {
      refreshToken: 'first',
      code: {
        access_token: '{access}',
        expires_in: '{expires_in}',
        scope: 'https://www.googleapis.com/auth/userinfo.email {scope_spaces}',
        token_type: 'Bearer',
        refresh_token: '{refresh}',
        id_token: '{id_token}',
      },
      refresh: {
        access_token: '{access}',
        expires_in: '{expires_in}',
        scope: 'https://www.googleapis.com/auth/userinfo.email {scope_spaces}',
        token_type: 'Bearer',
      },
    },
    errors: {
      own: {
        authorization_pending: {
          status: 428,
          body: { error: 'authorization_pending', error_description: 'Precondition Required' },
        },
        slow_down: { status: 403, body: { error: 'slow_down', error_description: 'Forbidden' } },
        access_denied: { status: 403, body: { error: 'access_denied', error_description: 'Forbidden' } },
      },
    },
  },
};

export default google;
