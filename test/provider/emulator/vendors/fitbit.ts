import type { Vendor } from './index.ts';

const refused = (status: number) => ({
  status,
  body: { errors: [{ errorType: '{error}', message: '{why}' }], success: false },
});

/** Errors are a list of its own form. */
const fitbit: Vendor = {
  at: ['api.fitbit.com/oauth2/token'],
  behaviour: {
    errors: { own: { invalid_grant: refused(400), invalid_client: refused(401), invalid_request: refused(400) } },
  },
};

export default fitbit;
