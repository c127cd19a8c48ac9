import type { Vendor } from './index.ts';

/** Scopes are a list. */
const twitch: Vendor = {
  at: ['id.twitch.tv/oauth2/token'],
  behaviour: { answer: { scope: 'list', tokenType: 'bearer' } },
};

export default twitch;
