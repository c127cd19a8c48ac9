import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'whoop',
  name: 'WHOOP',
  category: 'health',
  monogram: 'Wh',
  hue: 160,
  verifyBeforeRelease: true,
  endpoints: {
    authorize: 'https://api.prod.whoop.com/oauth/oauth2/auth',
    token: 'https://api.prod.whoop.com/oauth/oauth2/token',
    revoke: {
      url: 'https://api.prod.whoop.com/developer/v2/user/access',
      method: 'DELETE',
      auth: 'bearer',
      // Takes the app away from the person.
      scope: 'client_user',
    },
    closed: ['https://api.prod.whoop.com/developer/v1/user/access'],
  },
  authorize: {
    identityScopes: ['read:profile', 'offline'],
    offline: 'the scope offline',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    // A refresh asks for the next refresh token as the first request did.
    extra: { scope: 'offline' },
  },
  account: {
    url: 'https://api.prod.whoop.com/developer/v2/user/profile/basic',
    identity: ['user_id'],
    label: ['email', 'first_name', 'user_id'],
    name: ['first_name'],
  },
  api: {
    hosts: ['api.prod.whoop.com'],
    // The rest of the window in seconds, not its end.
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  scopes: {
    'read:profile': ['see your name and e-mail address', 'low'],
    'read:body_measurement': ['see your height, weight and highest heart rate', 'medium'],
    'read:cycles': ['see your strain and heart rate of each day', 'medium'],
    'read:recovery': ['see how you recover', 'medium'],
    'read:sleep': ['see how you sleep', 'medium'],
    'read:workout': ['see your workouts', 'medium'],
    offline: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer-dashboard.whoop.com/',
  settingsUrl: null,
  setup: [
    'Create a team and an app in the developer dashboard; the account needs a membership.',
    'Add the callback URL shown here to its redirect URLs, and tick read:profile, offline and the scopes that you configure here.',
    'Take the client id and the client secret.',
    'A few people can connect at once; for more, submit the app for WHOOP’s approval.',
  ],
});
