import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'monday',
  name: 'monday.com',
  category: 'productivity',
  monogram: 'Mo',
  hue: 348,
  endpoints: {
    authorize: 'https://auth.monday.com/oauth2/authorize',
    token: 'https://auth.monday.com/oauth2/token',
  },
  authorize: {
    // Without it, people whose account does not have the app yet are refused.
    query: { force_install_if_needed: 'true' },
    identityScopes: ['me:read'],
  },
  // A token is good until the app is uninstalled.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.monday.com/v2',
    method: 'POST',
    body: '{"query":"{me{id email account{id slug}}}"}',
    // A person has another id in each account.
    identity: ['data.me.id'],
    label: ['data.me.email', 'data.me.id'],
    name: ['data.me.account.slug'],
  },
  api: {
    hosts: ['api.monday.com'],
    defaultHeaders: { 'api-version': '2024-10' },
    // Queries that are too heavy may be refused with status 200.
    rateLimit: { inBody: { status: 200, path: 'error_code', values: ['ComplexityException'] } },
  },
  scopes: {
    'me:read': ['see your name and e-mail address', 'low'],
    'account:read': ['see the name and plan of your account', 'low'],
    'boards:read': ['read your boards and their items', 'medium'],
    'boards:write': ['create, change and delete boards and items', 'high'],
    'docs:read': ['read your docs', 'medium'],
    'docs:write': ['change your docs', 'high'],
    'workspaces:read': ['see your workspaces', 'low'],
    'workspaces:write': ['create, change and delete workspaces', 'high'],
    'users:read': ['see the people of your account', 'medium'],
    'users:write': ['change the people of your account', 'high'],
    'teams:read': ['see the teams of your account', 'low'],
    'updates:read': ['read updates and replies that you can see', 'medium'],
    'updates:write': ['write updates and replies as you', 'high'],
    'assets:read': ['see and download files that you can see', 'high'],
    'tags:read': ['see the tags of your account', 'low'],
    'notifications:write': ['send notifications as you', 'medium'],
    'webhooks:read': ['see which webhooks there are', 'low'],
    'webhooks:write': ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://auth.monday.com/developers',
  settingsUrl: null,
  setup: [
    'Create an app in the Developer Center of a monday.com account that you administer.',
    'Under "OAuth" tick me:read and the scopes that you configure here, and add the callback URL shown here as a redirect URL.',
    'Take the client id and the client secret from "Basic information".',
    'Make the version of the app that has these scopes live. Accounts other than yours can connect once the app is shared or listed.',
  ],
});
