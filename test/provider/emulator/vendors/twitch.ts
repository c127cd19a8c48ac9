import type { Vendor } from './index.ts';

/** Scopes are a list; a sentence says what is wrong. */
const twitch: Vendor = {
  at: ['id.twitch.tv/oauth2/token'],
  behaviour: {
    answer: { scope: 'list', tokenType: 'bearer' },
    errors: {
      own: {
        invalid_grant: { status: 400, body: { status: 400, message: 'Invalid refresh token' } },
        invalid_client: { status: 403, body: { status: 403, message: 'invalid client secret' } },
      },
    },
  },
};

export default twitch;
