import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'yahoo',
  name: 'Yahoo',
  category: 'communication',
  monogram: 'Ya',
  hue: 267,
  endpoints: {
    authorize: 'https://api.login.yahoo.com/oauth2/request_auth',
    token: 'https://api.login.yahoo.com/oauth2/get_token',
    revoke: {
      url: 'https://api.login.yahoo.com/oauth2/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['openid'],
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login' },
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.login.yahoo.com/openid/v1/userinfo',
    identity: ['sub'],
    label: ['email', 'nickname', 'sub'],
    name: ['name', 'nickname'],
  },
  api: {
    hosts: ['fantasysports.yahooapis.com'],
  },
  scopes: {
    openid: ['know which Yahoo account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name and picture', 'low'],
    'fspt-r': ['see your fantasy sports leagues and teams', 'low'],
    'fspt-w': ['see and change your fantasy sports teams', 'medium'],
    'mail-r': ['read your mail', 'high'],
    'mail-w': ['read, change and delete your mail', 'high'],
  },
  consoleUrl: 'https://developer.yahoo.com/apps/',
  settingsUrl: 'https://login.yahoo.com/account/activity',
  setup: [
    'Create an app of the type "Confidential Client".',
    'Enter the callback URL shown here as the redirect URI (https only).',
    'Under "API Permissions" tick OpenID Connect with Email, if people are to be shown by it, and those that you configure here.',
    'Take the client id (consumer key) and the client secret. Mail is only for apps that Yahoo has approved for it.',
  ],
  // Refresh tokens have an error of their own.
  hooks: { errorClass: (error) => (error === 'INVALID_REFRESH_TOKEN' ? 'permanent' : null) },
});
