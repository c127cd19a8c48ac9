import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'mercury',
  name: 'Mercury',
  category: 'banking',
  monogram: 'Me',
  hue: 231,
  variables: [
    // The sandbox has an authorization server and an API of its own; a client is known to one of them.
    {
      name: 'auth',
      label: 'oauth2.mercury.com, or oauth2-sandbox.mercury.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('oauth2.mercury.com', 'oauth2-sandbox.mercury.com'),
      default: 'oauth2.mercury.com',
    },
    {
      name: 'api',
      label: 'api.mercury.com, or api-sandbox.mercury.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.mercury.com', 'api-sandbox.mercury.com'),
      default: 'api.mercury.com',
    },
  ],
  endpoints: {
    authorize: 'https://{auth}/oauth2/auth',
    token: 'https://{auth}/oauth2/token',
  },
  authorize: {
    identityScopes: ['read', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 2_592_000,
    // A refresh that does not name them is refused; there are only these two.
    extra: { scope: 'read offline_access' },
  },
  account: {
    url: 'https://{api}/api/v1/organization',
    identity: ['organization.id'],
    label: ['organization.legalBusinessName', 'organization.id'],
  },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    read: ['read your bank accounts and transactions', 'high'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://docs.mercury.com/docs/integrations-with-oauth2',
  settingsUrl: null,
  setup: [
    'Ask for access by the form in Mercury’s documentation: there is no console to register an app in, and each use is approved.',
    'Give the callback URL shown here, the scopes read and offline_access, links to your terms and privacy policy, and a GPG key.',
    'Mercury sends the client id and client secret encrypted to that key, and others for the sandbox: set the variables `auth` and `api` for those.',
  ],
  verifyBeforeRelease: true,
});
