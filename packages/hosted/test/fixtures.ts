/** Views as the server sends them. The server's API is stubbed in these tests; the end-to-end suite runs the real one. */
import type { ConnectView, ProviderView } from '@alter/protocol';

export const sessionId = '3f0c8a52-6a1e-4a57-9d0b-7a1f5d0c9e11';
const flowId = 'b7c6f1de-2f1b-4f0a-8f43-0f4b8f2f6c10';
const grantId = '9a4f4f0e-75b1-4b4e-9f3c-5d1d2c7e8a21';

const read = (scope: string, description: string) => ({ scope, description, risk: 'low' as const });

export const google: ProviderView = {
  id: 'google',
  name: 'Google',
  category: 'productivity',
  monogram: 'Go',
  hue: 217,
  scopes: [
    read('openid', 'know who you are at Google'),
    read('https://www.googleapis.com/auth/calendar.readonly', 'read your calendars'),
    {
      scope: 'https://www.googleapis.com/auth/gmail.send',
      description: 'send mail as you',
      risk: 'high',
    },
  ],
  variables: [],
  unverified: false,
  connected: [],
  repairs: null,
};

export const slack: ProviderView = {
  ...google,
  id: 'slack',
  name: 'Slack',
  category: 'communication',
  monogram: 'Sl',
  hue: 300,
  scopes: [
    read('channels:read', 'see the names of your channels'),
    { scope: 'chat:write', description: 'write messages as you', risk: 'medium' },
  ],
};

export const shop: ProviderView = {
  ...google,
  id: 'shopify',
  name: 'Shopify',
  category: 'e-commerce',
  monogram: 'Sh',
  hue: 95,
  scopes: [read('read_orders', 'read the orders of your shop')],
  variables: [{ name: 'shop', label: 'Your shop', suffix: '.myshopify.com' }],
};

const rest: [id: string, name: string, category: string, hue: number][] = [
  ['github', 'GitHub', 'dev-tools', 260],
  ['gitlab', 'GitLab', 'dev-tools', 20],
  ['microsoft', 'Microsoft', 'productivity', 200],
  ['notion', 'Notion', 'productivity', 30],
  ['linear', 'Linear', 'dev-tools', 235],
  ['hubspot', 'HubSpot', 'crm', 12],
  ['dropbox', 'Dropbox', 'storage', 214],
  ['discord', 'Discord', 'communication', 235],
  ['asana', 'Asana', 'productivity', 0],
  ['box', 'Box', 'storage', 210],
  ['figma', 'Figma', 'design', 10],
  ['jira', 'Jira', 'dev-tools', 216],
  ['stripe', 'Stripe', 'payment', 245],
  ['zendesk', 'Zendesk', 'support', 160],
  ['zoom', 'Zoom', 'video', 220],
];

export const many: ProviderView[] = [
  google,
  slack,
  ...rest.map(([id, name, category, hue]) => ({ ...google, id, name, category, hue, monogram: name.slice(0, 2) })),
];

/** Connected in this session, with its account. */
export const withAccount = (provider: ProviderView, account: string): ProviderView => ({
  ...provider,
  connected: [{ grant_id: grantId, account }],
});

/** A connection that there is already, and what is asked of it beside what it has. */
export const withMore = (
  provider: ProviderView,
  more: readonly string[] = ['https://www.googleapis.com/auth/gmail.send'],
): ProviderView => ({
  ...provider,
  repairs: { grant_id: grantId, account: 'alice@example.com', new_scopes: [...more] },
});

export const codeFor = (provider: ProviderView): NonNullable<ConnectView['code']> => ({
  provider_id: provider.id,
  user_code: 'BQZF-KRTP-XW',
  verification_uri: 'https://accounts.example/device',
  verification_uri_complete: 'https://accounts.example/device?user_code=BQZF-KRTP-XW',
  expires_at: '2026-05-10T12:10:00Z',
});

export function viewWith(changes: Partial<ConnectView> = {}): ConnectView {
  const providers = changes.providers ?? [google];
  return {
    session_id: sessionId,
    app: {
      name: 'Acme',
      website_url: 'https://acme.example',
      logo_url: null,
      accent: null,
      privacy_url: 'https://acme.example/privacy',
    },
    user_name: 'alice@example.com',
    agent_name: null,
    confirm: 'unless_handshake',
    single_provider: providers.length === 1,
    providers,
    allowed_origin: null,
    return_url: null,
    expires_at: new Date(Date.now() + 600_000).toISOString(),
    status: 'open',
    sequence: 0,
    code: null,
    last: null,
    result: null,
    redirect_to: null,
    ...changes,
  };
}

export function lastOf(
  outcome: 'granted' | 'declined' | 'failed',
  changes: Partial<NonNullable<ConnectView['last']>> = {},
): NonNullable<ConnectView['last']> {
  return {
    flow_id: flowId,
    provider_id: 'google',
    outcome,
    error: outcome === 'granted' ? null : outcome === 'declined' ? 'access_denied' : 'token_exchange_failed',
    detail: null,
    account: outcome === 'granted' ? 'alice@example.com' : null,
    request_id: 'req_7f3a9c20',
    ...changes,
  };
}

export const success = (...providers: ProviderView[]): NonNullable<ConnectView['result']> => ({
  type: 'alter_connect_success',
  grants: providers.map((provider) => ({
    grant_id: grantId,
    provider: provider.id,
    provider_name: provider.name,
    account_identifier: 'alice@example.com',
    timestamp: '2026-05-10T12:00:00Z',
    operation: 'creation',
    scopes: provider.scopes.map(({ scope }) => scope),
    status: 'active',
  })),
});

export const denial: NonNullable<ConnectView['result']> = {
  type: 'alter_connect_error',
  error: 'access_denied',
  error_description: 'Access was not allowed. Nothing was connected.',
};

/** Every state that a page can be found in, by name. */
export const everyState: Record<string, ConnectView> = {
  confirm: viewWith(),
  'confirm-unnamed-agent': viewWith({ user_name: null, agent_name: 'Nightly report', confirm: 'always' }),
  'confirm-label': viewWith({ providers: [shop] }),
  'confirm-no-scopes': viewWith({ providers: [{ ...google, scopes: [] }] }),
  'confirm-more': viewWith({ providers: [withMore(google)], confirm: 'always' }),
  'confirm-again': viewWith({ providers: [withMore(google, [])], confirm: 'always' }),
  code: viewWith({ code: codeFor(google) }),
  'code-bare': viewWith({ code: { ...codeFor(google), user_code: 'WDJB-MJHT', verification_uri_complete: null } }),
  'failed-account': viewWith({
    providers: [withMore(google)],
    confirm: 'always',
    last: lastOf('failed', { error: 'account_mismatch', account: 'bob@example.com' }),
  }),
  picker: viewWith({ providers: [google, slack, shop] }),
  'picker-connected': viewWith({
    providers: [withAccount(google, 'alice@example.com'), slack, shop],
    last: lastOf('granted'),
  }),
  'picker-search': viewWith({ providers: many.slice(0, 9) }),
  'picker-groups': viewWith({ providers: many }),
  connected: viewWith({
    status: 'final',
    last: lastOf('granted'),
    providers: [withAccount(google, 'alice@example.com')],
    result: success(google),
  }),
  'connected-many': viewWith({
    status: 'final',
    providers: [withAccount(google, 'alice@example.com'), withAccount(slack, 'alice@example.com'), shop],
    result: success(google, slack),
  }),
  declined: viewWith({ status: 'final', last: lastOf('declined'), result: denial }),
  'declined-several': viewWith({ providers: [google, slack], last: lastOf('declined') }),
  failed: viewWith({
    providers: [google, slack],
    last: lastOf('failed', { detail: 'invalid_grant: the code was already redeemed' }),
  }),
  'failed-final': viewWith({
    status: 'final',
    last: lastOf('failed', { error: 'invalid_redirect_uri', detail: 'redirect_uri_mismatch' }),
    result: { ...denial, error: 'invalid_redirect_uri' },
  }),
  cancelled: viewWith({ status: 'final', result: denial }),
  expired: viewWith({ status: 'expired', result: { ...denial, error: 'session_expired' } }),
};
