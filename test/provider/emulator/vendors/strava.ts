import type { Vendor } from './index.ts';

const refused = (resource: string, field: string) => ({
  status: 400,
  body: { message: 'Bad Request', errors: [{ resource, field, code: 'invalid' }] },
});

/** Errors name a field of a resource. */
const strava: Vendor = {
  at: ['www.strava.com/oauth/token'],
  behaviour: {
    errors: {
      own: {
        invalid_grant: refused('RefreshToken', 'refresh_token'),
        invalid_client: refused('Application', 'client_secret'),
      },
    },
  },
};

export default strava;
