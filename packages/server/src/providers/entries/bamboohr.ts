import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bamboohr',
  name: 'BambooHR',
  category: 'hr',
  monogram: 'Bh',
  hue: 89,
  variables: [
    {
      name: 'company',
      label: 'Your BambooHR subdomain',
      kind: 'label',
      from: 'person',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.bamboohr.com',
      example: 'acme',
    },
  ],
  endpoints: {
    authorize: 'https://{company}.bamboohr.com/authorize.php',
    token: 'https://{company}.bamboohr.com/token.php?request=token',
    // The old ways to sign in answer with a person's API key.
    closed: [
      'https://{company}.bamboohr.com/api/gateway.php/{tenant}/v1/login',
      'https://{company}.bamboohr.com/api/gateway.php/{tenant}/v1/oidcLogin',
      'https://api.bamboohr.com/api/gateway.php/{tenant}/v1/login',
      'https://api.bamboohr.com/api/gateway.php/{tenant}/v1/oidcLogin',
    ],
  },
  authorize: {
    query: { request: 'authorize' },
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  // Nothing says for certain who agreed: employee 0 is the person, but not everybody who may agree is an employee.
  account: null,
  api: {
    hosts: ['{company}.bamboohr.com', 'api.bamboohr.com'],
    rateLimit: { statuses: [503] },
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    'company:info': ['see facts about your company', 'low'],
    employee: ['read basic facts about employees', 'medium'],
    employee_directory: ['read the directory of employees', 'medium'],
    'employee:contact': ['read addresses and phone numbers of employees', 'high'],
    'employee:job': ['read jobs and managers of employees', 'medium'],
    'employee:compensation': ['read what employees are paid', 'high'],
    'employee:file': ['read files of employees', 'high'],
    time_off: ['read time off', 'medium'],
    'time_off.write': ['request, approve and change time off', 'high'],
    time_tracking: ['read hours worked', 'medium'],
    report: ['read your reports', 'high'],
  },
  consoleUrl: 'https://developers.bamboohr.com/',
  settingsUrl: null,
  setup: [
    'In the developer portal, under "Applications", choose "Add application" and give it a name.',
    'Open "App details" and add the callback URL shown here as a redirect URI; every character counts.',
    'Choose "Select scopes" and tick those that you configure here, and under "Miscellaneous" offline_access.',
    'Take the client id and the client secret. People enter the subdomain of their company when they connect.',
  ],
  verifyBeforeRelease: true,
});
