import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'smartsheet',
  name: 'Smartsheet',
  category: 'productivity',
  monogram: 'Sm',
  hue: 214,
  variables: [
    // Each region is a world of its own, with its own people and apps.
    {
      name: 'app',
      label: 'app.smartsheet.com, or the host of your region (app.smartsheet.eu)',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('app.smartsheet.com', 'app.smartsheet.eu', 'app.smartsheetgov.com'),
      default: 'app.smartsheet.com',
    },
    {
      name: 'api',
      label: 'api.smartsheet.com, or the API host of the same region (api.smartsheet.eu)',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.smartsheet.com', 'api.smartsheet.eu', 'api.smartsheetgov.com'),
      default: 'api.smartsheet.com',
    },
  ],
  endpoints: {
    authorize: 'https://{app}/b/authorize',
    token: 'https://{api}/2.0/token',
    revoke: {
      url: 'https://{api}/2.0/token',
      method: 'DELETE',
      auth: 'bearer',
      // The vendor does not say what becomes of the refresh token and of other grants.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['READ_USERS'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 604_800,
  },
  account: {
    url: 'https://{api}/2.0/users/me',
    identity: ['id'],
    label: ['email'],
    name: ['firstName'],
  },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    READ_USERS: ['see you and the people and groups of your organization', 'low'],
    READ_SHEETS: ['read your sheets with their comments and attachments', 'medium'],
    WRITE_SHEETS: ['change your sheets, comments and attachments', 'high'],
    CREATE_SHEETS: ['create sheets', 'medium'],
    DELETE_SHEETS: ['delete your sheets', 'high'],
    SHARE_SHEETS: ['share and send your sheets', 'high'],
    ADMIN_SHEETS: ['change the columns of your sheets and publish them', 'high'],
    READ_SIGHTS: ['read your dashboards', 'medium'],
    CREATE_SIGHTS: ['create dashboards', 'medium'],
    DELETE_SIGHTS: ['delete your dashboards', 'high'],
    SHARE_SIGHTS: ['share your dashboards', 'high'],
    READ_CONTACTS: ['read your contacts', 'medium'],
    READ_EVENTS: ['read what happens in your organization', 'high'],
    ADMIN_USERS: ['add and remove people of your organization', 'high'],
    ADMIN_WEBHOOKS: ['manage webhooks', 'high'],
    ADMIN_WORKSPACES: ['create, change and share your workspaces and folders', 'high'],
  },
  consoleUrl: 'https://developers.smartsheet.com/register',
  settingsUrl: null,
  setup: [
    'Register a Smartsheet account for developer tools; the vendor advises one that nobody works with.',
    'In Smartsheet open "Developer Tools" under the account icon, make a developer profile, and choose "Create New App".',
    'Enter the callback URL shown here as the app redirect URL, and take the app client id and the app secret.',
    'For a region other than the United States, do so in that region and set both variables, `app` and `api`, to its hosts.',
  ],
  verifyBeforeRelease: true,
});
