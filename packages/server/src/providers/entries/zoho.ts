import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

/** The data centres: the domain of the accounts server and of most products, and that of the shared API host. */
const dataCentres = [
  ['zoho.com', 'zohoapis.com'],
  ['zoho.eu', 'zohoapis.eu'],
  ['zoho.in', 'zohoapis.in'],
  ['zoho.com.au', 'zohoapis.com.au'],
  ['zoho.jp', 'zohoapis.jp'],
  ['zohocloud.ca', 'zohoapis.ca'],
  ['zoho.sa', 'zohoapis.sa'],
  ['zoho.uk', 'zohoapis.uk'],
  ['zoho.com.cn', 'zohoapis.com.cn'],
] as const;

export default defineProvider({
  id: 'zoho',
  name: 'Zoho',
  category: 'crm',
  monogram: 'Zo',
  hue: 2,
  variables: [
    // Each data centre has its own accounts server; the callback says which, before any code is traded.
    {
      name: 'accounts',
      label: 'Accounts server of the data centre',
      kind: 'host',
      from: 'callback',
      pattern: oneOf(...dataCentres.map(([domain]) => `accounts.${domain}`)),
      at: 'accounts-server',
      example: 'https://accounts.zoho.eu',
      default: 'accounts.zoho.com',
    },
    {
      name: 'api',
      label: 'API host of the data centre',
      kind: 'host',
      from: 'token',
      pattern: oneOf(...dataCentres.map(([, domain]) => `www.${domain}`)),
      at: 'api_domain',
      example: 'https://www.zohoapis.eu',
      default: 'www.zohoapis.com',
    },
  ],
  endpoints: {
    authorize: 'https://{accounts}/oauth/v2/auth',
    token: 'https://{accounts}/oauth/v2/token',
    revoke: {
      url: 'https://{accounts}/oauth/v2/token/revoke',
      auth: 'none',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    query: { access_type: 'offline', prompt: 'consent' },
    scopeSeparator: ',',
    identityScopes: ['AaaServer.profile.READ'],
    offline: 'access_type=offline, and a consent screen that is shown',
    pkceSafeToSend: true,
  },
  refresh: {
    // At most 10 access tokens in 10 minutes per refresh token; 20 refresh tokens per person, the oldest is dropped.
    rotation: 'static',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://{accounts}/oauth/user/info',
    identity: ['ZUID'],
    label: ['Email', 'Display_Name', 'ZUID'],
    name: ['Display_Name'],
  },
  api: {
    // CRM, Books, Inventory and WorkDrive share a host; Desk, Mail, Calendar and Projects have their own.
    hosts: [
      '{api}',
      ...['desk', 'mail', 'calendar', 'projectsapi'].flatMap((product) =>
        dataCentres.map(([domain]) => `${product}.${domain}`),
      ),
    ],
    inject: { name: 'authorization', format: 'Zoho-oauthtoken {token}' },
  },
  scopes: {
    'AaaServer.profile.READ': ['see your name and e-mail address', 'low'],
    'ZohoCRM.modules.READ': ['read your contacts, deals and other records in Zoho CRM', 'medium'],
    'ZohoCRM.modules.ALL': ['create, change and delete records in Zoho CRM', 'high'],
    'ZohoCRM.settings.READ': ['see how your Zoho CRM is set up', 'low'],
    'ZohoCRM.users.READ': ['see who uses your Zoho CRM', 'low'],
    'ZohoCRM.org.READ': ['see your organization in Zoho CRM', 'low'],
    'ZohoBooks.invoices.READ': ['read your invoices in Zoho Books', 'medium'],
    'ZohoBooks.contacts.READ': ['read your contacts in Zoho Books', 'medium'],
    'ZohoBooks.fullaccess.all': ['do everything you can do in Zoho Books', 'high'],
    'Desk.tickets.READ': ['read your tickets in Zoho Desk', 'medium'],
    'Desk.tickets.ALL': ['create, answer, change and delete tickets in Zoho Desk', 'high'],
    'ZohoMail.messages.READ': ['read your mail', 'high'],
    'ZohoMail.messages.ALL': ['read, send, change and delete mail as you', 'high'],
    'ZohoCalendar.event.READ': ['read your calendars', 'medium'],
    'ZohoCalendar.event.ALL': ['see, change and delete your calendar entries', 'high'],
    'ZohoProjects.tasks.READ': ['see your tasks in Zoho Projects', 'medium'],
    'WorkDrive.files.READ': ['read your files in WorkDrive', 'high'],
    'WorkDrive.files.ALL': ['see, change and delete your files in WorkDrive', 'high'],
  },
  consoleUrl: 'https://api-console.zoho.com/',
  settingsUrl: 'https://accounts.zoho.com/home#sessions/connectedapps',
  setup: [
    'Add a client of the kind "Server-based Applications" in the API console.',
    'Enter the address of your website as its homepage, and the callback URL shown here as an authorized redirect URI.',
    'Take the client id and the client secret from the tab "Client Secret".',
    'On the tab "Settings" switch on the data centres that people may come from; else only those of your own can connect.',
  ],
  hooks: {
    // Errors come with status 200 and in Zoho's own words.
    errorClass: (error) => {
      if (error === 'invalid_code') return 'permanent';
      if (error === 'invalid_client_secret' || error === 'invalid_redirect_uri') return 'configuration';
      // Too many access tokens were asked for in a short time.
      return error === 'Access Denied' ? 'transient' : null;
    },
  },
});
