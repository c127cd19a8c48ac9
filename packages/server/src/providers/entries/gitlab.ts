import type { Provider } from '../provider.ts';

const gitlab: Provider = {
  id: 'gitlab',
  name: 'GitLab',
  category: 'dev-tools',
  monogram: 'Gl',
  hue: 18,
  variables: [
    {
      name: 'host',
      label: 'Host of your GitLab',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+(:\d{1,5})?/,
      default: 'gitlab.com',
    },
  ],
  issuer: 'https://{host}',
  endpoints: {
    authorize: 'https://{host}/oauth/authorize',
    token: 'https://{host}/oauth/token',
    revoke: {
      url: 'https://{host}/oauth/revoke',
      method: 'POST',
      auth: 'client-post',
      carries: 'form',
      field: 'token',
      token: 'refresh',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: [
      'https://{host}/oauth/introspect',
      'https://{host}/oauth/token/info',
      'https://{host}/oauth/authorize_device',
      'https://{host}/oauth/authorize/native',
    ],
  },
  authorize: {
    query: {},
    scopeSeparator: ' ',
    identityScopes: ['read_user'],
    pkceSupport: 'supported',
    pkce: true,
    oidc: false,
  },
  token: { clientAuth: 'post', body: 'form' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 7200 },
  account: {
    url: 'https://{host}/api/v4/user',
    method: 'GET',
    identity: ['id'],
    label: ['username'],
    name: ['name'],
  },
  api: {
    hosts: ['{host}'],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['ratelimit-remaining', 'retry-after'],
  },
  scopes: [
    { scope: 'read_user', description: 'read your profile', risk: 'low' },
    { scope: 'read_api', description: 'read everything you can see: projects, issues, code', risk: 'medium' },
    { scope: 'api', description: 'do everything you can do in GitLab', risk: 'high' },
    { scope: 'read_repository', description: 'read the code of your private projects', risk: 'medium' },
    { scope: 'write_repository', description: 'change the code of your projects', risk: 'high' },
    { scope: 'read_registry', description: 'read your container images', risk: 'medium' },
    { scope: 'write_registry', description: 'publish and change your container images', risk: 'high' },
    { scope: 'create_runner', description: 'create runners for your projects', risk: 'high' },
    { scope: 'ai_features', description: 'use AI features as you', risk: 'medium' },
    { scope: 'sudo', description: 'act as any user, when you are an administrator', risk: 'high' },
    { scope: 'openid', description: 'know which GitLab account it is', risk: 'low' },
    { scope: 'profile', description: 'see your name and picture', risk: 'low' },
    { scope: 'email', description: 'see your e-mail address', risk: 'low' },
  ],
  consoleUrl: 'https://gitlab.com/-/user_settings/applications',
  settingsUrl: 'https://gitlab.com/-/user_settings/applications',
  setup: [
    'Add an application in your user, group or instance settings; keep "Confidential" on.',
    'Enter the callback URL shown here as its redirect URI and tick read_user and the scopes that you configure here.',
    'For a GitLab of your own, set the variable `host` to its name; the callback URL is then another one.',
  ],
  verified: false,
  hooks: {},
};

export default gitlab;
