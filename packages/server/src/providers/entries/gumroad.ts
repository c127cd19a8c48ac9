import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'gumroad',
  name: 'Gumroad',
  category: 'e-commerce',
  monogram: 'Gu',
  hue: 285,
  endpoints: {
    authorize: 'https://gumroad.com/oauth/authorize',
    token: 'https://api.gumroad.com/oauth/token',
  },
  authorize: {
    identityScopes: ['view_profile'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.gumroad.com/v2/user',
    identity: ['user.user_id'],
    label: ['user.email'],
  },
  api: {
    hosts: ['api.gumroad.com'],
  },
  scopes: {
    view_profile: ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://gumroad.com/settings/advanced',
  settingsUrl: 'https://gumroad.com/settings/authorized_applications',
  setup: [
    'Register an app for OAuth at Gumroad.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
