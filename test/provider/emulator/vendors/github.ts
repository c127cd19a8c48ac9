import type { Vendor } from './index.ts';

/** Form-encoded unless JSON is accepted; scopes with commas; errors come with status 200. */
const github: Vendor = {
  at: ['github.com/login/oauth/access_token'],
  behaviour: {
    access: { seconds: 28_800 },
    answer: {
      encoding: 'form-unless-json',
      code: {
        access_token: '{access}',
        expires_in: '{expires_in}',
        refresh_token: '{refresh}',
        refresh_token_expires_in: 15_897_600,
        scope: '{scope_commas}',
        token_type: 'bearer',
      },
      refresh: {
        access_token: '{access}',
        expires_in: '{expires_in}',
        refresh_token: '{refresh}',
        refresh_token_expires_in: 15_897_600,
        scope: '{scope_commas}',
        token_type: 'bearer',
      },
    },
    errors: {
      own: {
        invalid_grant: {
          status: 200,
          body: { error: 'bad_refresh_token', error_description: 'The refresh token is incorrect or expired.' },
        },
        authorization_pending: { status: 200, body: { error: 'authorization_pending', interval: 1 } },
        slow_down: { status: 200, body: { error: 'slow_down', interval: 6 } },
        access_denied: { status: 200, body: { error: 'access_denied' } },
        invalid_client: { status: 200, body: { error: 'incorrect_client_credentials' } },
      },
    },
    account: { answer: { id: 4_711, login: 'alice', name: 'Alice', email: null } },
  },
};

export default github;
