import type { VendorAnswers } from '../vendor-answers.ts';

const github: VendorAnswers = {
  token: ({ access, refresh, scopes }) => ({
    access_token: access,
    expires_in: 28_800,
    refresh_token: refresh,
    refresh_token_expires_in: 15_897_600,
    scope: scopes.join(','),
    token_type: 'bearer',
  }),
  formUnlessJson: true,
  dead: {
    status: 200,
    body: { error: 'bad_refresh_token', error_description: 'The refresh token is incorrect or expired.' },
  },
  badClient: { status: 200, body: { error: 'incorrect_client_credentials' } },
  account: { id: 4_711, login: 'alice', name: 'Alice', email: null },
};

export default github;
