import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'airtable',
  name: 'Airtable',
  category: 'productivity',
  monogram: 'At',
  hue: 45,
  endpoints: {
    authorize: 'https://airtable.com/oauth2/v1/authorize',
    token: 'https://airtable.com/oauth2/v1/token',
  },
  authorize: {
    identityScopes: ['user.email:read'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  // To use a retired refresh token again ends the grant.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 5_184_000 },
  account: {
    url: 'https://api.airtable.com/v0/meta/whoami',
    identity: ['id'],
    label: ['email', 'id'],
  },
  api: {
    hosts: ['api.airtable.com', 'content.airtable.com'],
    // A base that was asked too fast answers nothing for half a minute, and does not say so.
    rateLimit: { pauseSeconds: 30 },
  },
  scopes: {
    'user.email:read': ['see your e-mail address', 'low'],
    'data.records:read': ['read the records of the bases you choose', 'medium'],
    'data.records:write': ['create, change and delete records in the bases you choose', 'high'],
    'data.recordComments:read': ['read comments on records', 'medium'],
    'data.recordComments:write': ['write, change and delete comments as you', 'medium'],
    'schema.bases:read': ['see the tables and fields of the bases you choose', 'low'],
    'schema.bases:write': ['create and change bases, tables and fields', 'high'],
    'webhook:manage': ['be told about changes in the bases you choose', 'medium'],
    'block:manage': ['publish new versions of your custom extensions', 'high'],
  },
  consoleUrl: 'https://airtable.com/create/oauth',
  settingsUrl: 'https://airtable.com/account/integrations',
  setup: [
    'In the Builder Hub open "OAuth integrations" and register a new one with the callback URL shown here as its redirect URL.',
    'Generate a client secret there and take it with the client id: the secret is shown once.',
    'Tick user.email:read and the scopes that you configure here; Airtable refuses others.',
    'Fill in the support information, the privacy policy and the terms, without which only people you work with can connect.',
  ],
});
