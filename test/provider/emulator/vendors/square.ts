import type { Vendor } from './index.ts';

/** The end of a token is a date. */
const square: Vendor = {
  at: ['connect.squareup.com/oauth2/token', 'connect.squareupsandbox.com/oauth2/token'],
  behaviour: { answer: { expiresIn: 'missing', extra: { expires_at: '{expires_at}', merchant_id: '{subject}' } } },
};

export default square;
