import type { Vendor } from './index.ts';

/** The end of a token is a date; a sentence says what is wrong. */
const square: Vendor = {
  at: ['connect.squareup.com/oauth2/token', 'connect.squareupsandbox.com/oauth2/token'],
  behaviour: {
    answer: { expiresIn: 'missing', extra: { expires_at: '{expires_at}', merchant_id: '{subject}' } },
    errors: {
      own: {
        invalid_grant: { status: 401, body: { message: 'Invalid refresh token', type: 'service.not_authorized' } },
        invalid_client: { status: 401, body: { message: 'Not Authorized', type: 'service.not_authorized' } },
      },
    },
  },
};

export default square;
