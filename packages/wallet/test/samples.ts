import type { GrantRefresh, WalletActivityItem, WalletGrant } from '@alter/protocol';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const hour = 3_600_000;

/** Relative to now, so that the words are the same on any day. */
export const ago = (hours: number): string => new Date(Date.now() - hours * hour).toISOString();

const providers: [name: string, monogram: string, hue: number, scopes: [scope: string, words: string, high?: 1][]][] = [
  [
    'Google Calendar',
    'GC',
    217,
    [
      ['https://www.googleapis.com/auth/calendar.readonly', 'read your calendar'],
      ['https://www.googleapis.com/auth/calendar.events', 'add and change events'],
      ['https://www.googleapis.com/auth/gmail.send', 'send mail as you', 1],
    ],
  ],
  [
    'Slack',
    'Sl',
    320,
    [
      ['channels:read', 'see your channels'],
      ['chat:write', 'post messages as you', 1],
    ],
  ],
  [
    'GitHub',
    'GH',
    260,
    [
      ['repo', 'read and change all your repositories', 1],
      ['read:user', 'see your profile'],
    ],
  ],
  ['Notion', 'No', 30, [['', 'read the pages that you shared with it']]],
  [
    'Linear',
    'Li',
    245,
    [
      ['read', 'see your issues and projects'],
      ['write', 'create and change issues'],
    ],
  ],
  [
    'Dropbox',
    'Db',
    212,
    [
      ['files.metadata.read', 'see the names of your files'],
      ['files.content.read', 'read your files', 1],
    ],
  ],
];

export function sampleGrant(n: number, more: Partial<WalletGrant> = {}): WalletGrant {
  const [name, monogram, hue, scopes] = providers[n % providers.length]!;
  return {
    grant_id: id(n),
    provider: { id: name.toLowerCase().replace(' ', '-'), name, monogram, hue },
    account_identifier: n < providers.length ? 'alice@example.com' : `team-${n}@example.com`,
    account_display_name: null,
    status: 'active',
    scopes: scopes.map(([scope, description, high]) => ({ scope, description, risk: high ? 'high' : 'low' })),
    created_at: ago(24 * (20 + n)),
    last_used_at: n % 5 === 4 ? null : ago(2 + n * 7),
    expires_at: null,
    refreshable: true,
    token_expires_at: ago(-1),
    revoked_at: null,
    revocation: null,
    provider_settings_url: 'https://accounts.example.com/connections',
    ...more,
  };
}

export const sampleGrants = (count: number): WalletGrant[] => Array.from({ length: count }, (_, n) => sampleGrant(n));

export function sampleActivity(n: number, more: Partial<WalletActivityItem> = {}): WalletActivityItem {
  return {
    id: id(900_000 + n),
    at: ago(2 + n * 5),
    event: 'request.begun',
    actor: 'Acme',
    method: 'GET',
    host: 'www.googleapis.com',
    path: '/calendar/v3/calendars/primary/events',
    status: 200,
    outcome: 'ok',
    reason: null,
    ...more,
  };
}

/** One of each kind. */
export const sampleActivities = (): WalletActivityItem[] => [
  sampleActivity(0, { reason: 'Find a free hour this week' }),
  sampleActivity(1, { method: 'POST', status: 201 }),
  sampleActivity(2, { method: 'DELETE', outcome: 'provider_error', status: 404 }),
  sampleActivity(3, { method: 'PATCH', outcome: 'refused', status: null, event: 'request.refused' }),
  sampleActivity(5, { outcome: 'failed', status: null }),
  sampleActivity(9, { event: 'grant.refreshed', method: null, host: null, path: null, status: null }),
  sampleActivity(12, { event: 'connect.completed', actor: 'you', method: null, host: null, path: null, status: null }),
];

export function sampleRefresh(n: number, more: Partial<GrantRefresh> = {}): GrantRefresh {
  return {
    id: id(700_000 + n),
    at: ago(1 + n * 3),
    outcome: 'refreshed',
    class: null,
    error: null,
    duration_ms: 340,
    calls: 1,
    cause: 'ahead',
    process: '5d1c6f2e-7a40-4c1b-9a55-3f0f6f1f2a10',
    ...more,
  };
}

/** One of each kind, newest first. */
export const sampleRefreshes = (): GrantRefresh[] => [
  sampleRefresh(0, { outcome: 'ended', class: 'permanent', error: 'invalid_grant' }),
  sampleRefresh(1, { outcome: 'failed', class: 'transient', error: 'unreachable', duration_ms: 10_240 }),
  sampleRefresh(2),
  sampleRefresh(3, { outcome: 'failed', class: 'transient', error: 'temporarily_unavailable', calls: 3 }),
  sampleRefresh(4, { outcome: 'failed', class: 'configuration', error: 'invalid_client' }),
  sampleRefresh(5, { outcome: 'unknown', class: 'indeterminate', error: 'no_answer', duration_ms: 60_000 }),
  sampleRefresh(6, { outcome: 'failed', error: 'unreadable', calls: 0 }),
  sampleRefresh(8, { outcome: 'ended', error: 'refresh_token_expired', calls: 0 }),
];
