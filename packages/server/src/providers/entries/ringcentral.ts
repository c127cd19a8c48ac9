import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'ringcentral',
  name: 'RingCentral',
  category: 'communication',
  monogram: 'Rc',
  hue: 28,
  endpoints: {
    authorize: 'https://platform.ringcentral.com/restapi/oauth/authorize',
    token: 'https://platform.ringcentral.com/restapi/oauth/token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://platform.ringcentral.com/restapi/oauth/revoke', scope: 'client_user' },
    // Makes codes that are traded for tokens.
    closed: ['https://platform.ringcentral.com/restapi/v1.0/interop/generate-code'],
  },
  authorize: {
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login' },
  },
  token: { clientAuth: 'basic' },
  // A person has five tokens of an app; the sixth ends the first.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 604_800 },
  account: {
    url: 'https://platform.ringcentral.com/restapi/v1.0/account/~/extension/~',
    identity: ['id'],
    label: ['contact.email', 'name', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['platform.ringcentral.com', 'media.ringcentral.com'],
    rateLimit: { remaining: 'x-rate-limit-remaining', resetIn: 'x-rate-limit-window' },
  },
  // Fixed on the app: all of the app's are granted, whatever is asked for.
  scopes: {
    ReadAccounts: ['see your account, extension and phone numbers', 'low'],
    ReadCallLog: ['see your calls', 'medium'],
    ReadCallRecording: ['listen to recordings of your calls', 'high'],
    ReadMessages: ['read your texts, faxes and voicemails', 'high'],
    EditMessages: ['change and delete your messages', 'high'],
    SMS: ['send texts as you', 'high'],
    Faxes: ['send faxes as you', 'high'],
    RingOut: ['make calls as you', 'high'],
    CallControl: ['control your calls while they run', 'high'],
    ReadPresence: ['see whether you are free', 'low'],
    EditPresence: ['set whether you are free', 'medium'],
    ReadContacts: ['read your contacts', 'medium'],
    Contacts: ['read and change your contacts', 'medium'],
    TeamMessaging: ['read and write in your team chats as you', 'high'],
    EditExtensions: ['change settings of extensions', 'high'],
    SubscriptionWebhook: ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://developers.ringcentral.com/my-account.html',
  settingsUrl: null,
  setup: [
    'In the developer console choose "Register App", "REST API app", with "3-legged OAuth flow authorization code" for a server-side web app.',
    'Enter the callback URL shown here as an OAuth redirect URI, and tick "Issue refresh tokens".',
    'Tick "Read Accounts" and exactly the permissions that you configure here as scopes; some are reviewed by RingCentral.',
    'Take the client id and the client secret. An app of your own account is private; a public one is reviewed before others can connect.',
  ],
});
