import type { Vendor } from './index.ts';

/** Errors come with status 200, in words of its own. */
const zoho: Vendor = {
  at: ['accounts.zoho*/oauth/v2/token'],
  behaviour: {
    errors: {
      status: 200,
      own: {
        invalid_grant: { status: 200, body: { error: 'invalid_code' } },
        invalid_client: { status: 200, body: { error: 'invalid_client_secret' } },
      },
    },
  },
};

export default zoho;
