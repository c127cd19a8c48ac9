import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'deel',
  name: 'Deel',
  category: 'hr',
  monogram: 'De',
  hue: 265,
  // The sandbox is another installation, with tokens of its own.
  variables: [
    {
      name: 'app',
      label: 'app.deel.com, or app.demo.deel.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('app.deel.com', 'app.demo.deel.com'),
      default: 'app.deel.com',
    },
    {
      name: 'api',
      label: 'api.letsdeel.com, or api-sandbox.demo.deel.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.letsdeel.com', 'api-sandbox.demo.deel.com'),
      default: 'api.letsdeel.com',
    },
  ],
  endpoints: {
    authorize: 'https://{app}/oauth2/authorize',
    token: 'https://{app}/oauth2/tokens',
  },
  authorize: { pkceSafeToSend: true },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000, refreshTtlSeconds: 7_776_000 },
  // A token is of an organization or of a person, by the kind of app; no call answers for both.
  account: null,
  api: {
    hosts: ['{api}'],
    // Wanted beside every OAuth token.
    defaultHeaders: { 'x-client-id': '{client_id}' },
  },
  scopes: {
    'organizations:read': ['see your organization', 'low'],
    'people:read': ['read facts about the people of your organization', 'medium'],
    'people:write': ['add and change people of your organization', 'high'],
    'contracts:read': ['read contracts', 'high'],
    'contracts:write': ['create, change and end contracts', 'high'],
    'timesheets:read': ['read hours worked', 'medium'],
    'timesheets:write': ['submit and approve hours worked', 'high'],
    'time-off:read': ['read time off', 'medium'],
    'time-off:write': ['request, approve and change time off', 'high'],
    'invoice-adjustments:read': ['read bonuses, expenses and deductions', 'high'],
    'invoice-adjustments:write': ['add bonuses, expenses and deductions to what is paid', 'high'],
    'accounting:read': ['read invoices and payments', 'high'],
  },
  consoleUrl: 'https://app.deel.com/developer-center',
  settingsUrl: null,
  setup: [
    'In the developer center open "Apps" and create an organization app, unless people are to connect for themselves alone.',
    'Enter the callback URL shown here as its redirect URI.',
    'Tick the scopes that you configure here. An organization app cannot have those of a person.',
    'Take the client id and the client secret at once: the secret is shown only then. For the sandbox set `app` and `api`.',
  ],
  verifyBeforeRelease: true,
});
