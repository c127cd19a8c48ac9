import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'wrike',
  name: 'Wrike',
  category: 'productivity',
  monogram: 'Wr',
  hue: 148,
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
    closed: ['https://{host}/oauth2/authorize/v4', 'https://{host}/oauth2/token'],
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
    label: ['data.0.profiles.0.email', 'data.0.firstName', 'data.0.id'],
    name: ['data.0.firstName'],
  },
  api: {
    hosts: ['{host}'],
  },
  // Asked for nothing, Wrike gives the app’s default: to read and change everything.
  scopes: {
    Default: ['read and change everything you can see in Wrike', 'high'],
    wsReadOnly: ['read everything you can see in Wrike', 'medium'],
    wsReadWrite: ['read and change tasks, folders, comments and times as you', 'high'],
    amReadOnlyUser: ['see the people of your account', 'low'],
    amReadWriteUser: ['change the people of your account', 'high'],
    amReadOnlyGroup: ['see the groups of your account', 'low'],
    amReadWriteGroup: ['create, change and delete groups', 'high'],
    amReadOnlyInvitation: ['see who was invited', 'medium'],
    amReadWriteInvitation: ['invite people and take invitations back', 'high'],
    amReadOnlyWorkflow: ['see your workflows', 'low'],
    amReadWriteWorkflow: ['create and change workflows', 'high'],
  },
  consoleUrl: 'https://www.wrike.com/appconsole.htm?#/api',
  settingsUrl: null,
  setup: [
    'Open "Apps & Integrations", "API" in Wrike, and create a new app.',
    'Add the callback URL shown here to its redirect URIs.',
    'Take the client id and the client secret; the permanent token on that page is not needed. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
