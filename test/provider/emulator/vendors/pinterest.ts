import type { Vendor } from './index.ts';

/** Errors have a number, and one of them is said of more than dead tokens. */
const pinterest: Vendor = {
  at: ['api.pinterest.com/v5/oauth/token'],
  behaviour: {
    errors: {
      vague: true,
      own: { invalid_grant: { status: 401, body: { code: 283, message: 'The authorization grant is invalid' } } },
    },
  },
};

export default pinterest;
