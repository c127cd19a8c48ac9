import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'fitbit',
  name: 'Fitbit',
  category: 'health',
  monogram: 'Ft',
  hue: 184,
  endpoints: {
    authorize: 'https://www.fitbit.com/oauth2/authorize',
    token: 'https://api.fitbit.com/oauth2/token',
    revoke: {
      url: 'https://api.fitbit.com/oauth2/revoke',
      // Takes back the person's consent, and all tokens with it.
      scope: 'client_user',
    },
    introspect: 'https://api.fitbit.com/1.1/oauth2/introspect',
    closed: ['https://api.fitbit.com/{version}/oauth2/introspect', 'https://api.fitbit.com/oauth2/authorize'],
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login consent' },
  },
  token: { clientAuth: 'basic' },
  // The same answer is repeated for two minutes.
  refresh: { rotation: 'single-use', accessTtlSeconds: 28_800, graceSeconds: 120 },
  account: {
    url: 'https://api.fitbit.com/1/user/-/profile.json',
    identity: ['user.encodedId'],
    label: ['user.displayName', 'user.encodedId'],
    name: ['user.fullName', 'user.displayName'],
  },
  api: {
    hosts: ['api.fitbit.com'],
    rateLimit: { remaining: 'fitbit-rate-limit-remaining', resetIn: 'fitbit-rate-limit-reset' },
  },
  scopes: {
    profile: ['see your name, picture, birthday and height', 'medium'],
    activity: ['read your activity and exercise, and add to it', 'medium'],
    heartrate: ['read your heart rate', 'medium'],
    sleep: ['read your sleep, and add to it', 'medium'],
    weight: ['read your weight and body fat, and add to them', 'medium'],
    nutrition: ['read what you eat and drink, and add to it', 'medium'],
    location: ['see where you exercised', 'high'],
    oxygen_saturation: ['read the oxygen in your blood', 'medium'],
    respiratory_rate: ['read how fast you breathe', 'medium'],
    temperature: ['read your skin temperature', 'medium'],
    cardio_fitness: ['read your cardio fitness', 'medium'],
    electrocardiogram: ['read your electrocardiograms', 'high'],
    settings: ['see your devices, and change their alarms', 'low'],
    social: ['see your friends and where you stand among them', 'medium'],
  },
  consoleUrl: 'https://dev.fitbit.com/apps',
  settingsUrl: 'https://www.fitbit.com/settings/applications',
  setup: [
    'Choose "Register a new app" with the application type "Server"; "Personal" lets only yourself connect.',
    'Enter the callback URL shown here as a redirect URL; it must be https.',
    'Take the OAuth 2.0 client id and the client secret. Scopes are chosen here, in the config.',
    'Look first whether Fitbit still registers apps: Google has announced another API in the place of this one.',
  ],
  verifyBeforeRelease: true,
});
