import type { Provider } from '../provider.ts';

const linear: Provider = {
  id: 'linear',
  name: 'Linear',
  category: 'ticketing',
  monogram: 'Li',
  hue: 235,
  variables: [],
  endpoints: {
    authorize: 'https://linear.app/oauth/authorize',
    token: 'https://api.linear.app/oauth/token',
    revoke: {
      url: 'https://api.linear.app/oauth/revoke',
      method: 'POST',
      auth: 'client-post',
      carries: 'form',
      field: 'token',
      token: 'refresh',
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
    pkce: true,
    oidc: false,
  },
  token: { clientAuth: 'post', body: 'form' },
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
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['x-ratelimit-requests-remaining', 'x-ratelimit-requests-reset'],
  },
  scopes: [
    { scope: 'read', description: 'read everything you can see in your workspace', risk: 'medium' },
    { scope: 'write', description: 'change issues, projects and comments as you', risk: 'high' },
    { scope: 'issues:create', description: 'create issues as you', risk: 'medium' },
    { scope: 'comments:create', description: 'write comments as you', risk: 'medium' },
    { scope: 'timeSchedule:write', description: 'change time schedules', risk: 'medium' },
    { scope: 'admin', description: 'manage the whole workspace', risk: 'high' },
  ],
  consoleUrl: 'https://linear.app/settings/api/applications',
  settingsUrl: 'https://linear.app/settings/account/security',
  setup: [
    'Create an OAuth application in the API settings of a workspace that you administer.',
    'Add the callback URL shown here. Switch "Public" on if other workspaces are to connect.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
  ],
  verified: false,
  hooks: {},
};

export default linear;
