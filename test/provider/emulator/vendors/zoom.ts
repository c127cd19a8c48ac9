import type { Vendor } from './index.ts';

/** The sentence beside an error has a name of its own. */
const zoom: Vendor = {
  at: ['zoom.us/oauth/token'],
  behaviour: {
    errors: {
      own: {
        invalid_grant: { status: 400, body: { reason: 'Invalid Token!', error: 'invalid_grant' } },
        invalid_client: {
          status: 400,
          body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
        },
      },
    },
  },
};

export default zoom;
