import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'clickup',
  name: 'ClickUp',
  category: 'productivity',
  monogram: 'Cu',
  hue: 249,
  endpoints: {
    authorize: 'https://app.clickup.com/api',
    token: 'https://api.clickup.com/api/v2/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.clickup.com/api/v2/user',
    identity: ['user.id'],
    label: ['user.email', 'user.id'],
    name: ['user.username'],
  },
  api: {
    hosts: ['api.clickup.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  noScopes: 'There are none: the person chooses workspaces, and there an app may do whatever the person may.',
  consoleUrl: 'https://app.clickup.com/settings/integrations',
  settingsUrl: null,
  setup: [
    'As an owner or admin of a workspace, open "ClickUp API" in the settings and choose "Create an App".',
    'Enter the callback URL shown here as the redirect URL.',
    'Take the client id and the client secret. There are no scopes to configure: people choose workspaces when they connect.',
  ],
});
