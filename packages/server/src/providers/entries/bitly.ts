import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bitly',
  name: 'Bitly',
  category: 'marketing',
  monogram: 'Bl',
  hue: 18,
  endpoints: {
    authorize: 'https://bitly.com/oauth/authorize',
    token: 'https://api-ssl.bitly.com/oauth/access_token',
  },
  authorize: { pkceSafeToSend: true },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api-ssl.bitly.com/v4/user',
    identity: ['login'],
    label: ['emails.0.email', 'login'],
    name: ['name'],
  },
  api: {
    hosts: ['api-ssl.bitly.com'],
  },
  noScopes: 'There are none: an app may do whatever the person may.',
  consoleUrl: 'https://app.bitly.com/settings/api/',
  settingsUrl: 'https://app.bitly.com/settings/connected-apps',
  setup: [
    'In the settings under "API" open "OAuth apps" and register an app; Bitly sends a link to your e-mail address first.',
    'Enter the callback URL shown here as the redirect URI.',
    'Take the client id and the client secret. There are no scopes: an app may do whatever the person may.',
  ],
  hooks: {
    // The key of the older API comes beside the token, is good for the same, and is not needed.
    tokenAnswer: (answer) => {
      const { apiKey: _key, ...body } = answer.body;
      return { ...answer, body };
    },
  },
});
