import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'okta',
  name: 'Okta',
  category: 'iam',
  monogram: 'Ok',
  hue: 203,
  flowKinds: ['authorization_code', 'device_code'],
  kinds: {
    device_code: {
      setup:
        'Create a native application and tick "Device Authorization" and "Refresh Token". Name the kind in the config.',
    },
  },
  variables: [
    {
      name: 'domain',
      label: 'Domain of your Okta org',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+/,
      example: 'acme.okta.com',
    },
  ],
  // The org's own authorization server; others, under /oauth2/{id}, are custom providers found by discovery.
  issuer: 'https://{domain}',
  endpoints: {
    authorize: 'https://{domain}/oauth2/v1/authorize',
    deviceAuthorization: 'https://{domain}/oauth2/v1/device/authorize',
    token: 'https://{domain}/oauth2/v1/token',
    revoke: {
      url: 'https://{domain}/oauth2/v1/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    introspect: 'https://{domain}/oauth2/v1/introspect',
    jwks: 'https://{domain}/oauth2/v1/keys',
    closed: [
      'https://{domain}/oauth2/v1/device/authorize',
      'https://{domain}/oauth2/v1/par',
      'https://{domain}/oauth2/{server}/v1/authorize',
      'https://{domain}/oauth2/{server}/v1/token',
      'https://{domain}/oauth2/{server}/v1/introspect',
      'https://{domain}/oauth2/{server}/v1/revoke',
      // Secrets of clients, and sessions of people.
      'https://{domain}/oauth2/v1/clients',
      'https://{domain}/oauth2/v1/clients/{client}/lifecycle/newSecret',
      'https://{domain}/api/v1/authn',
      'https://{domain}/api/v1/sessions',
    ],
  },
  authorize: {
    identityScopes: ['openid', 'email', 'offline_access'],
    offline: 'the scope offline_access, and the grant type "Refresh Token" of the app',
    pkceSupport: 'supported',
    oidc: true,
    switchAccount: { prompt: 'login' },
  },
  // Rotation is a setting of the app, with a grace of up to 60 s: read as single-use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600 },
  account: {
    url: 'https://{domain}/oauth2/v1/userinfo',
    identity: ['sub'],
    label: ['email', 'preferred_username', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: ['{domain}'],
    rateLimit: { remaining: 'x-rate-limit-remaining', resetAt: 'x-rate-limit-reset' },
  },
  scopes: {
    openid: ['know which Okta account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name and profile', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
    groups: ['see which groups you are in', 'low'],
    'okta.users.read.self': ['read your own user record', 'low'],
    'okta.users.read': ['read everybody’s user records', 'high'],
    'okta.users.manage': ['create, change and remove users', 'high'],
    'okta.groups.read': ['see the groups of your organization', 'medium'],
    'okta.groups.manage': ['manage the groups of your organization', 'high'],
    'okta.apps.read': ['see the apps of your organization', 'medium'],
    'okta.apps.manage': ['manage the apps of your organization', 'high'],
    'okta.logs.read': ['read the log of your organization', 'high'],
    'okta.policies.read': ['read the policies of your organization', 'medium'],
  },
  consoleUrl: 'https://developer.okta.com/login/',
  settingsUrl: null,
  setup: [
    'In the Admin Console open "Applications" and choose "Create App Integration", "OIDC - OpenID Connect", "Web Application".',
    'Tick the grant types "Authorization Code" and "Refresh Token", and add the callback URL shown here as a sign-in redirect URI.',
    'Under "Assignments" choose who may connect. Scopes that begin with okta. are granted one by one under "Okta API Scopes".',
    'Take the client id and the client secret, and set the variable `domain` to your org’s, without -admin (acme.okta.com).',
  ],
});
