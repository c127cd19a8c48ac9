import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'gusto',
  name: 'Gusto',
  category: 'hr',
  monogram: 'Gs',
  hue: 7,
  variables: [
    {
      // Apps begin in the demo, which has tokens of its own.
      name: 'api',
      label: 'api.gusto.com, or api.gusto-demo.com for the demo',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.gusto.com', 'api.gusto-demo.com'),
      default: 'api.gusto.com',
    },
  ],
  endpoints: {
    authorize: 'https://{api}/oauth/authorize',
    token: 'https://{api}/oauth/token',
    revoke: { url: 'https://{api}/oauth/revoke', scope: 'client_user' },
    introspect: 'https://{api}/v1/token_info',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  // The one before ends when the new access token is used for the first time.
  refresh: { rotation: 'single-use', accessTtlSeconds: 7200 },
  account: {
    // Names nobody: only who (an admin or an employee) and at which company.
    url: 'https://{api}/v1/token_info',
    identity: ['resource.uuid', 'resource_owner.uuid'],
    label: ['resource.uuid'],
  },
  api: {
    hosts: ['{api}'],
    defaultHeaders: { 'x-gusto-api-version': '2024-04-01' },
  },
  scopes: {
    'companies:read': ['see your company’s details', 'medium'],
    'companies:write': ['change your company’s details', 'high'],
    'employees:read': ['read your employees’ personal details', 'high'],
    'employees:write': ['change your employees’ details', 'high'],
    'employees:manage': ['add and remove employees', 'high'],
    'compensations:read': ['see what people earn', 'high'],
    'compensations:write': ['change what people earn', 'high'],
    'jobs:read': ['see who has which job', 'medium'],
    'contractors:read': ['see your contractors', 'medium'],
    'payrolls:read': ['see your payrolls', 'high'],
    'payrolls:write': ['change payrolls before they run', 'high'],
    'payrolls:run': ['run payrolls: pay people', 'high'],
    'company_benefits:read': ['see which benefits your company has', 'medium'],
    'employee_benefits:read': ['see who has which benefits', 'high'],
    'departments:read': ['see your departments', 'low'],
    'pay_schedules:read': ['see when people are paid', 'low'],
  },
  consoleUrl: 'https://dev.gusto.com/',
  settingsUrl: null,
  setup: [
    'Make an organization and an application in the Gusto developer portal. It works in the demo at once: set the variable `api` for that.',
    'Enter the callback URL shown here as a redirect URI (https only).',
    'Take the client id and the secret. Which scopes an app has is agreed with Gusto; those of an app for production are given after its review.',
  ],
  verifyBeforeRelease: true,
});
