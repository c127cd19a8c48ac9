import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'strava',
  name: 'Strava',
  category: 'health',
  monogram: 'St',
  hue: 18,
  endpoints: {
    authorize: 'https://www.strava.com/oauth/authorize',
    token: 'https://www.strava.com/oauth/token',
    revoke: {
      url: 'https://www.strava.com/oauth/deauthorize',
      auth: 'bearer',
      // Takes the app away from the athlete, with every token.
      scope: 'client_user',
    },
    closed: ['https://www.strava.com/api/v3/oauth/token', 'https://www.strava.com/oauth/mobile/authorize'],
  },
  authorize: {
    query: { approval_prompt: 'auto' },
    scopeSeparator: ',',
    identityScopes: ['read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
    switchAccount: { approval_prompt: 'force' },
  },
  // People may untick what was asked, and only the callback says what they left.
  callback: { scope: 'scope' },
  refresh: {
    // May rotate; the newest one wins: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 21_600,
  },
  account: {
    url: 'https://www.strava.com/api/v3/athlete',
    identity: ['id'],
    label: ['username', 'firstname', 'id'],
    name: ['firstname'],
  },
  api: {
    hosts: ['www.strava.com'],
  },
  scopes: {
    read: ['see your public profile, routes and clubs', 'low'],
    read_all: ['see your private routes, segments and events', 'medium'],
    'profile:read_all': ['see your whole profile, whatever others may see', 'medium'],
    'profile:write': ['change your weight and starred segments', 'medium'],
    'activity:read': ['see activities that your followers can see', 'medium'],
    'activity:read_all': ['see all your activities, also private ones, and where they began', 'high'],
    'activity:write': ['upload and change your activities', 'high'],
  },
  consoleUrl: 'https://www.strava.com/settings/api',
  settingsUrl: 'https://www.strava.com/settings/apps',
  setup: [
    'Under "My API Application" in the settings of your Strava account, create the application; an account can have one.',
    'Enter the host of the callback URL shown here as the authorization callback domain, without https and path.',
    'Take the client id and the client secret.',
    'At first only your own account can connect; submit the app for review before other athletes can.',
  ],
  hooks: {
    // What is wrong is a field of a resource. Limits are of the resource "Application", too, and with another code.
    tokenAnswer: (answer) => {
      const [first] = Array.isArray(answer.body['errors']) ? (answer.body['errors'] as unknown[]) : [];
      const { resource, field, code } = (first ?? {}) as Record<string, unknown>;
      const isToken = resource === 'RefreshToken' || resource === 'AuthorizationCode';
      const error = isToken ? 'invalid_grant' : resource === 'Application' ? 'invalid_client' : null;
      if (error === null || (code !== 'invalid' && code !== 'expired')) return answer;
      const words = [resource, field, code].filter((one) => typeof one === 'string' && one !== '').join(' ');
      return { status: Math.max(answer.status, 400), body: { ...answer.body, error, error_description: words } };
    },
  },
});
