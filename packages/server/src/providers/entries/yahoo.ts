import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'yahoo',
  name: 'Yahoo',
  category: 'communication',
  monogram: 'Ya',
  hue: 110,
  endpoints: {
    authorize: 'https://api.login.yahoo.com/oauth2/request_auth',
    token: 'https://api.login.yahoo.com/oauth2/get_token',
    revoke: { url: 'https://api.login.yahoo.com/oauth2/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['openid'],
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.login.yahoo.com/openid/v1/userinfo',
    identity: ['sub'],
    label: ['email'],
  },
  api: {
    hosts: ['fantasysports.yahooapis.com'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
  },
  consoleUrl: 'https://developer.yahoo.com/apps/',
  settingsUrl: 'https://login.yahoo.com/account/activity',
  setup: [
    'Register an app for OAuth at Yahoo.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
