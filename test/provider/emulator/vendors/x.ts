import type { Vendor } from './index.ts';

/** A dead token is called a mistake in the request. */
const x: Vendor = {
  at: ['api.x.com/2/oauth2/token'],
  behaviour: {
    errors: {
      own: {
        invalid_grant: {
          status: 400,
          body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
        },
      },
    },
  },
};

export default x;
