import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'ramp',
  name: 'Ramp',
  category: 'banking',
  monogram: 'Ra',
  hue: 64,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Add the grant type "Client credentials" to the app.',
    },
  },
  variables: [
    // The demo has businesses, apps and hosts of its own.
    {
      name: 'site',
      label: 'app.ramp.com, or demo.ramp.com for the demo',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('app.ramp.com', 'demo.ramp.com'),
      default: 'app.ramp.com',
    },
    {
      name: 'api',
      label: 'api.ramp.com, or demo-api.ramp.com for the demo',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.ramp.com', 'demo-api.ramp.com'),
      default: 'api.ramp.com',
    },
  ],
  endpoints: {
    authorize: 'https://{site}/v1/authorize',
    token: 'https://{api}/developer/v1/token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://{api}/developer/v1/token/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['business:read'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 864_000 },
  account: {
    // The business: a token belongs to it, not to the admin who allowed it.
    url: 'https://{api}/developer/v1/business',
    identity: ['id'],
    label: ['business_name_legal', 'id'],
  },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    'business:read': ['see the name of your business', 'low'],
    'transactions:read': ['read your card transactions', 'high'],
    'receipts:read': ['see receipts', 'medium'],
    'receipts:write': ['add receipts', 'medium'],
    'reimbursements:read': ['read reimbursements', 'medium'],
    'bills:read': ['read your bills', 'medium'],
    'bills:write': ['create and change bills that are to be paid', 'high'],
    'cards:read': ['see your cards', 'medium'],
    'cards:write': ['issue, change and lock cards', 'high'],
    'users:read': ['see the people of your business', 'medium'],
    'users:write': ['invite, change and remove people', 'high'],
    'departments:read': ['see your departments', 'low'],
    'locations:read': ['see your locations', 'low'],
    'entities:read': ['see the companies of your business', 'low'],
    'vendors:read': ['see your vendors', 'medium'],
    'accounting:read': ['read how transactions are booked', 'medium'],
    'accounting:write': ['change how transactions are booked', 'high'],
    'bank_accounts:read': ['see your bank accounts', 'high'],
  },
  consoleUrl: 'https://app.ramp.com/developer',
  settingsUrl: null,
  setup: [
    'As an admin open the developer settings of Ramp and choose "Create new app".',
    'Add the grant type "Authorization code", business:read and the scopes that you configure here.',
    'Add the callback URL shown here as a redirect URI, and take the client id and client secret.',
    'For the demo set the variables `site` and `api`. Only admins connect; Ramp reviews apps that other businesses are to use.',
  ],
  verifyBeforeRelease: true,
});
