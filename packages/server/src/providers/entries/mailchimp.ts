import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'mailchimp',
  name: 'Mailchimp',
  category: 'marketing',
  monogram: 'Mc',
  hue: 52,
  variables: [
    {
      name: 'dc',
      label: 'Data centre',
      kind: 'label',
      from: 'account',
      pattern: /[a-z]{2,4}\d{1,3}/,
      at: 'dc',
      example: 'us21',
      suffix: '.api.mailchimp.com',
    },
  ],
  endpoints: {
    authorize: 'https://login.mailchimp.com/oauth2/authorize',
    token: 'https://login.mailchimp.com/oauth2/token',
    // Gives tokens of other apps for their id and secret.
    closed: ['https://{dc}.api.mailchimp.com/3.0/authorized-apps'],
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://login.mailchimp.com/oauth2/metadata',
    // `user_id` is the account's; several people may have a login of it.
    identity: ['user_id', 'login.login_id'],
    label: ['login.email', 'login.login_name', 'accountname', 'user_id'],
    name: ['accountname'],
    // This one endpoint wants another scheme than Bearer.
    inject: { name: 'authorization', format: 'OAuth {token}' },
  },
  // The data centre's host is known only after the account was asked.
  verify: { url: 'https://{dc}.api.mailchimp.com/3.0/ping' },
  api: {
    hosts: ['{dc}.api.mailchimp.com'],
  },
  noScopes: 'There are none: an app may do whatever the login may.',
  consoleUrl: 'https://admin.mailchimp.com/account/oauth2/',
  settingsUrl: 'https://admin.mailchimp.com/account/connected-sites/',
  setup: [
    'In your Mailchimp account open "Extras", "Registered apps" and choose "Register An App".',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret, which is shown a single time. There are no scopes to configure.',
  ],
});
