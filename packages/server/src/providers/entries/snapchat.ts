import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'snapchat',
  name: 'Snapchat',
  category: 'marketing',
  monogram: 'Sc',
  hue: 58,
  endpoints: {
    authorize: 'https://accounts.snapchat.com/login/oauth2/authorize',
    token: 'https://accounts.snapchat.com/login/oauth2/access_token',
  },
  authorize: {
    identityScopes: ['snapchat-marketing-api'],
  },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 1800,
  },
  account: {
    url: 'https://adsapi.snapchat.com/v1/me',
    identity: ['me.id'],
    label: ['me.email', 'me.display_name', 'me.id'],
    name: ['me.display_name'],
  },
  api: {
    hosts: ['adsapi.snapchat.com', 'businessapi.snapchat.com'],
  },
  scopes: {
    'snapchat-marketing-api': ['see and change your ads, audiences and budgets', 'high'],
    'snapchat-profile-api': ['see and change your public profiles and what they publish', 'high'],
  },
  consoleUrl: 'https://business.snapchat.com/',
  settingsUrl: 'https://accounts.snapchat.com/',
  setup: [
    'In Business Manager, as an organization admin, open "Business Details" and add an OAuth app there.',
    'Enter the callback URL shown here as the redirect URI (https only).',
    'Take the client id, and the client secret at once: it is shown a single time.',
    'Accept the terms of the Marketing API; the profile scope has to be granted by Snapchat.',
  ],
  verifyBeforeRelease: true,
});
