import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'fortnox',
  name: 'Fortnox',
  category: 'accounting',
  monogram: 'Fx',
  hue: 160,
  variables: [
    // Else the token is bound to the person, and ends with their licence.
    {
      name: 'account_type',
      label: '`service` to connect the company in place of the person',
      kind: 'value',
      from: 'operator',
      pattern: oneOf('service'),
      optional: true,
    },
  ],
  endpoints: {
    authorize: 'https://apps.fortnox.se/oauth-v1/auth',
    token: 'https://apps.fortnox.se/oauth-v1/token',
    revoke: {
      url: 'https://apps.fortnox.se/oauth-v1/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    query: { access_type: 'offline', account_type: '{account_type}' },
    identityScopes: ['companyinformation'],
    offline: 'access_type=offline',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 3_888_000 },
  account: {
    url: 'https://api.fortnox.se/3/companyinformation',
    identity: ['CompanyInformation.OrganizationNumber'],
    label: ['CompanyInformation.CompanyName', 'CompanyInformation.OrganizationNumber'],
    name: ['CompanyInformation.CompanyName'],
  },
  api: {
    hosts: ['api.fortnox.se'],
    defaultHeaders: { accept: 'application/json' },
  },
  scopes: {
    companyinformation: ['see the name and address of your company', 'low'],
    customer: ['read and change your customers', 'medium'],
    invoice: ['read, create and send invoices', 'high'],
    order: ['read and change orders', 'high'],
    offer: ['read and change offers', 'medium'],
    article: ['read and change your articles', 'medium'],
    bookkeeping: ['read and write your books', 'high'],
    supplier: ['read and change your suppliers', 'medium'],
    supplierinvoice: ['read and change invoices of suppliers', 'high'],
    payment: ['read and change payments', 'high'],
    salary: ['read and change employees and what they are paid', 'high'],
    project: ['read and change your projects', 'medium'],
    archive: ['read, add and delete files of your archive', 'high'],
    connectfile: ['attach files to invoices and vouchers', 'medium'],
    settings: ['see the settings of your company', 'low'],
  },
  consoleUrl: 'https://developer.fortnox.se/',
  settingsUrl: null,
  setup: [
    'Register as a developer, which needs a Swedish personal or organization number, and create an app in the developer portal.',
    'Under "OAuth" enter the callback URL shown here as the redirect URI.',
    'Choose companyinformation and the scopes that you configure here; Fortnox refuses others.',
    'Take the client id and the client secret. Set `account_type` to service to connect companies in place of persons.',
    'The app goes through Fortnox’s review before companies other than your own can connect.',
  ],
  verifyBeforeRelease: true,
});
