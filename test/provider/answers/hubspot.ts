import type { VendorAnswers } from '../vendor-answers.ts';

const hubspot: VendorAnswers = {
  // Scopes are not in the token answer.
  token: ({ access, refresh }) => ({
    token_type: 'bearer',
    refresh_token: refresh,
    access_token: access,
    expires_in: 1800,
  }),
  dead: {
    status: 400,
    body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or unknown refresh token', correlationId: 'c-1' },
  },
  badClient: {
    status: 400,
    body: { status: 'BAD_CLIENT_SECRET', message: 'client secret is not valid', correlationId: 'c-2' },
  },
  account: {
    hub_id: 62_515,
    user_id: 123,
    user: 'alice@example.com',
    hub_domain: 'example.hubspot.com',
    app_id: 456,
    token_type: 'access',
  },
};

export default hubspot;
