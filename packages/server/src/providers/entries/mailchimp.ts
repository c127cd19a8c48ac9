import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'mailchimp',
  name: 'Mailchimp',
  category: 'marketing',
  monogram: 'Ma',
  hue: 70,
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
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://login.mailchimp.com/oauth2/metadata',
    identity: ['user_id'],
    label: ['login.email', 'accountname'],
    name: ['accountname'],
    // This one endpoint wants another scheme than Bearer.
    inject: { name: 'authorization', format: 'OAuth {token}' },
  },
  // The data centre's host is known only after the account was asked.
  verify: { url: 'https://{dc}.api.mailchimp.com/3.0/ping' },
  api: {
    hosts: ['{dc}.api.mailchimp.com'],
  },
  consoleUrl: 'https://admin.mailchimp.com/account/oauth2/',
  settingsUrl: 'https://admin.mailchimp.com/account/connected-sites/',
  setup: [
    'Register an app for OAuth at Mailchimp.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
