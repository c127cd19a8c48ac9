import type { VendorAnswers } from '../vendor-answers.ts';

const linear: VendorAnswers = {
  token: ({ access, refresh, scopes }) => ({
    access_token: access,
    token_type: 'Bearer',
    expires_in: 86_399,
    refresh_token: refresh,
    scope: [...scopes],
  }),
};

export default linear;
