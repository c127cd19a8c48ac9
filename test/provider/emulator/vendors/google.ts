import type { Vendor } from './index.ts';

/** Scopes come back in their long names; a refresh answers no refresh token. */
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
  },
};

export default google;
