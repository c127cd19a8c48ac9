import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'linear',
  name: 'Linear',
  category: 'ticketing',
  monogram: 'Li',
  hue: 235,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Switch "Client credentials" on in the settings of the application; its tokens act as the app itself, and live 30 days.',
    },
  },
  endpoints: {
    authorize: 'https://linear.app/oauth/authorize',
    token: 'https://api.linear.app/oauth/token',
    revoke: {
      url: 'https://api.linear.app/oauth/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: ['https://api.linear.app/oauth/migrate_old_token'],
  },
  authorize: {
    query: { prompt: 'consent' },
    scopeSeparator: ',',
    identityScopes: ['read'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400 },
  account: {
    url: 'https://api.linear.app/graphql',
    method: 'POST',
    body: '{"query":"{viewer{id email name organization{id urlKey}}}"}',
    identity: ['data.viewer.id'],
    label: ['data.viewer.email'],
    name: ['data.viewer.name'],
  },
  api: {
    hosts: ['api.linear.app'],
    rateLimit: {
      remaining: 'x-ratelimit-requests-remaining',
      resetAtMs: 'x-ratelimit-requests-reset',
      inBody: { status: 400, path: 'errors.0.extensions.code', values: ['RATELIMITED'] },
    },
  },
  scopes: {
    read: ['read everything you can see in your workspace', 'medium'],
    write: ['change issues, projects and comments as you', 'high'],
    'issues:create': ['create issues as you', 'medium'],
    'comments:create': ['write comments as you', 'medium'],
    'timeSchedule:write': ['change time schedules', 'medium'],
    admin: ['manage the whole workspace', 'high'],
  },
  consoleUrl: 'https://linear.app/settings/api/applications',
  settingsUrl: 'https://linear.app/settings/account/security',
  setup: [
    'Create an OAuth application in the API settings of a workspace that you administer.',
    'Add the callback URL shown here. Switch "Public" on if other workspaces are to connect.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
    'What an app does with a person’s connection is done as that person: `actor=app` is not sent. To act as the app, use client credentials.',
  ],
  verifyBeforeRelease: true,
});
