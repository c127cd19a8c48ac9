import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'oura',
  name: 'Oura',
  category: 'health',
  monogram: 'Ou',
  hue: 182,
  endpoints: {
    authorize: 'https://cloud.ouraring.com/oauth/authorize',
    token: 'https://api.ouraring.com/oauth/token',
    revoke: {
      url: 'https://api.ouraring.com/oauth/revoke',
      auth: 'none',
      field: 'access_token',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['personal', 'email'],
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400 },
  account: {
    url: 'https://api.ouraring.com/v2/usercollection/personal_info',
    identity: ['id'],
    // People may leave the e-mail address out.
    label: ['email', 'id'],
  },
  api: {
    hosts: ['api.ouraring.com'],
  },
  scopes: {
    personal: ['see your age, weight, height and sex', 'medium'],
    email: ['see your e-mail address', 'low'],
    daily: ['read your daily sleep, activity and readiness', 'medium'],
    heartrate: ['read your heart rate', 'medium'],
    workout: ['read your workouts', 'medium'],
    session: ['read your sessions of breathing and rest', 'medium'],
    tag: ['read the tags that you set, such as for drinks or moods', 'medium'],
    spo2: ['read how much oxygen was in your blood while you slept', 'medium'],
    stress: ['read how stressed you were', 'medium'],
    ring_configuration: ['see which ring you wear', 'low'],
  },
  consoleUrl: 'https://cloud.ouraring.com/oauth/applications',
  settingsUrl: 'https://cloud.ouraring.com/user/connected-apps',
  setup: [
    'Create an application under "API applications" of your Oura account.',
    'Enter the callback URL shown here as a redirect URI, and links to your website, privacy policy and terms.',
    'Take the client id and the client secret. Scopes are chosen here, in the config; people may leave some out.',
    'Ten people can connect until Oura has approved the application.',
  ],
});
