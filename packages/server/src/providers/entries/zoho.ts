import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

const accountsServers = [
  'accounts.zoho.com',
  'accounts.zoho.eu',
  'accounts.zoho.in',
  'accounts.zoho.com.au',
  'accounts.zoho.jp',
  'accounts.zohocloud.ca',
  'accounts.zoho.sa',
  'accounts.zoho.uk',
  'accounts.zoho.com.cn',
];
const apiHosts = [
  'www.zohoapis.com',
  'www.zohoapis.eu',
  'www.zohoapis.in',
  'www.zohoapis.com.au',
  'www.zohoapis.jp',
  'www.zohoapis.ca',
  'www.zohoapis.sa',
  'www.zohoapis.uk',
  'www.zohoapis.com.cn',
];

export default defineProvider({
  id: 'zoho',
  name: 'Zoho',
  category: 'crm',
  monogram: 'Zo',
  hue: 315,
  variables: [
    // Each data centre has its own accounts server; the callback says which, before any code is traded.
    {
      name: 'accounts',
      label: 'Accounts server of the data centre',
      kind: 'host',
      from: 'callback',
      pattern: oneOf(...accountsServers),
      at: 'accounts-server',
      example: 'https://accounts.zoho.eu',
      default: 'accounts.zoho.com',
    },
    {
      name: 'api',
      label: 'API host of the data centre',
      kind: 'host',
      from: 'token',
      pattern: oneOf(...apiHosts),
      at: 'api_domain',
      example: 'https://www.zohoapis.eu',
      default: 'www.zohoapis.com',
    },
  ],
  endpoints: {
    authorize: 'https://{accounts}/oauth/v2/auth',
    token: 'https://{accounts}/oauth/v2/token',
    revoke: { url: 'https://{accounts}/oauth/v2/token/revoke', auth: 'none', scope: 'client_user' },
  },
  authorize: {
    query: { access_type: 'offline', prompt: 'consent' },
    scopeSeparator: ',',
    identityScopes: ['AaaServer.profile.READ'],
    pkceSafeToSend: true,
  },
  refresh: {
    // At most 10 access tokens in 10 minutes per refresh token; 20 refresh tokens per person, the oldest is dropped.
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://{accounts}/oauth/user/info',
    identity: ['ZUID'],
    label: ['Email'],
    name: ['Display_Name'],
  },
  api: {
    hosts: ['{api}'],
    inject: { name: 'authorization', format: 'Zoho-oauthtoken {token}' },
  },
  scopes: {
    'AaaServer.profile.READ': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://api-console.zoho.com/',
  settingsUrl: 'https://accounts.zoho.com/home#sessions/connectedapps',
  setup: [
    'Register an app for OAuth at Zoho.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
