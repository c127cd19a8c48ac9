import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-ads',
  name: 'Google Ads',
  category: 'marketing',
  monogram: 'Ad',
  hue: 45,
  apis: 'the Google Ads API',
  variables: [
    // Every call names the operator's own access to the API.
    {
      name: 'developer_token',
      label: 'Developer token',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9_-]{8,64}/,
      example: 'abcdeABCDE12345',
      secret: true,
    },
    {
      name: 'login_customer_id',
      label: 'Id of the manager account, without hyphens',
      kind: 'value',
      from: 'operator',
      pattern: /\d{10}/,
      optional: true,
    },
  ],
  api: {
    hosts: ['googleads.googleapis.com'],
    defaultHeaders: { 'developer-token': '{developer_token}', 'login-customer-id': '{login_customer_id}' },
  },
  scopes: {
    adwords: ['see, create, change and pay for your ads', 'high'],
  },
});
