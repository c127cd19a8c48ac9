import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'gitlab',
  name: 'GitLab',
  category: 'dev-tools',
  monogram: 'Gl',
  hue: 18,
  flowKinds: ['authorization_code', 'device_code'],
  kinds: {
    device_code: {
      setup: 'Nothing more at gitlab.com; a GitLab of your own needs version 17.9. Name the kind in the config.',
    },
  },
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
    deviceAuthorization: 'https://{host}/oauth/authorize_device',
    token: 'https://{host}/oauth/token',
    revoke: {
      url: 'https://{host}/oauth/revoke',
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
    identityScopes: ['read_user'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 7200 },
  account: {
    url: 'https://{host}/api/v4/user',
    identity: ['id'],
    label: ['username'],
    name: ['name'],
  },
  api: {
    hosts: ['{host}'],
    rateLimit: { remaining: 'ratelimit-remaining', resetAt: 'ratelimit-reset' },
  },
  scopes: {
    read_user: ['read your profile', 'low'],
    read_api: ['read everything you can see: projects, issues, code', 'medium'],
    api: ['do everything you can do in GitLab', 'high'],
    read_repository: ['read the code of your private projects', 'medium'],
    write_repository: ['change the code of your projects', 'high'],
    read_registry: ['read your container images', 'medium'],
    write_registry: ['publish and change your container images', 'high'],
    create_runner: ['create runners for your projects', 'high'],
    ai_features: ['use AI features as you', 'medium'],
    sudo: ['act as any user, when you are an administrator', 'high'],
    openid: ['know which GitLab account it is', 'low'],
    profile: ['see your name and picture', 'low'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://gitlab.com/-/user_settings/applications',
  settingsUrl: 'https://gitlab.com/-/user_settings/applications',
  setup: [
    'Add an application in your user, group or instance settings; keep "Confidential" on.',
    'Enter the callback URL shown here as its redirect URI and tick read_user and the scopes that you configure here.',
    'For a GitLab of your own, set the variable `host` to its name; the callback URL is then another one.',
  ],
});
