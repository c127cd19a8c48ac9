import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'wrike',
  name: 'Wrike',
  category: 'productivity',
  monogram: 'Wr',
  hue: 320,
  variables: [
    {
      name: 'host',
      label: 'API host of the data centre',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.wrike.com'),
      at: 'host',
      example: 'app-eu.wrike.com',
      default: 'www.wrike.com',
    },
  ],
  endpoints: {
    authorize: 'https://login.wrike.com/oauth2/authorize/v4',
    token: 'https://login.wrike.com/oauth2/token',
  },
  authorize: {
    scopeSeparator: ',',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://{host}/api/v4/contacts?me=true',
    identity: ['data.0.id'],
    label: ['data.0.profiles.0.email'],
  },
  api: {
    hosts: ['{host}'],
  },
  consoleUrl: 'https://www.wrike.com/workspace.htm#/apps-and-integrations',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Wrike.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
