import type { Vendor } from './index.ts';

/** Errors in words of its own, no scopes in the token answer. */
const hubspot: Vendor = {
  at: ['api.hubapi.com/oauth/*'],
  behaviour: {
    answer: { scope: 'missing', tokenType: 'bearer' },
    errors: {
      own: {
        invalid_grant: {
          status: 400,
          body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or unknown refresh token', correlationId: 'c-1' },
        },
        invalid_client: {
          status: 400,
          body: { status: 'BAD_CLIENT_SECRET', message: 'client secret is not valid', correlationId: 'c-2' },
        },
      },
    },
    account: {
      answer: {
        hub_id: 62_515,
        user_id: 123,
        user: 'alice@example.com',
        hub_domain: 'example.hubspot.com',
        app_id: 456,
        token_type: 'access',
      },
    },
  },
};

export default hubspot;
