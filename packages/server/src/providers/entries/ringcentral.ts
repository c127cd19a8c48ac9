import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'ringcentral',
  name: 'RingCentral',
  category: 'communication',
  monogram: 'Ri',
  hue: 85,
  endpoints: {
    authorize: 'https://platform.ringcentral.com/restapi/oauth/authorize',
    token: 'https://platform.ringcentral.com/restapi/oauth/token',
    revoke: { url: 'https://platform.ringcentral.com/restapi/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 604_800,
  },
  account: {
    url: 'https://platform.ringcentral.com/restapi/v1.0/account/~/extension/~',
    identity: ['id'],
    label: ['contact.email'],
  },
  api: {
    hosts: ['platform.ringcentral.com'],
  },
  consoleUrl: 'https://developers.ringcentral.com/my-account.html',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at RingCentral.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
