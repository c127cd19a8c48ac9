import { describe, expect, it } from 'vitest';
import {
  endAfter,
  endByPerson,
  endByTime,
  grantExpiry,
  isOver,
  polledOutcome,
  redirectOf,
  resultOf,
} from '../../src/sessions/outcome.ts';
import type { ConnectSessionRow, SessionEntry } from '../../src/stores/store.ts';

const at = Date.UTC(2026, 10, 22);
const nameOf = (id: string) => id.toUpperCase();

const session = (more: Partial<ConnectSessionRow> = {}): ConnectSessionRow => ({
  kind: 'connect',
  hash: 'h',
  id: '11111111-1111-4111-8111-111111111111',
  app_id: 'app',
  principal: { type: 'system' },
  user_name: null,
  allowed_providers: ['github'],
  single_provider: true,
  allowed_origin: 'https://shop.example.com',
  return_url: 'https://shop.example.com/back?tab=1',
  required_scopes: {},
  grant_policy: null,
  label: null,
  repair_grant_id: null,
  switch_account: false,
  metadata: {},
  created_at: at,
  expires_at: at + 600_000,
  browser_hash: null,
  open_flows: [],
  entries: [],
  attempts: 0,
  declined_reported: 0,
  final: null,
  ...more,
});

const entry = (more: Partial<SessionEntry> = {}): SessionEntry => ({
  flow_id: 'f1',
  provider_id: 'github',
  at,
  outcome: 'granted',
  operation: 'creation',
  grant_id: '22222222-2222-4222-8222-222222222222',
  account: 'octo@example.com',
  account_display_name: 'Octo',
  scopes: ['repo', 'user'],
  grant_status: 'active',
  error: null,
  detail: null,
  request_id: 'r1',
  ...more,
});

const declined = entry({ outcome: 'declined', grant_id: null, operation: null, error: 'access_denied' });

describe('when a session ends', () => {
  it('ends a single-provider session at its first grant', () => {
    expect(endAfter(session(), entry())?.outcome).toBe('completed');
  });

  it('ends a single-provider session at its first denial', () => {
    expect(endAfter(session(), declined)).toMatchObject({ outcome: 'error', error: 'access_denied' });
  });

  it('keeps a single-provider session open after a failure that a retry may mend', () => {
    expect(endAfter(session(), entry({ outcome: 'failed', error: 'token_exchange_failed' }))).toBeNull();
  });

  it('ends it at a failure that no retry can mend', () => {
    expect(endAfter(session(), entry({ outcome: 'failed', error: 'invalid_client' }))?.error).toBe('invalid_client');
  });

  it('ends a session of several providers when all are connected, not before', () => {
    const several = session({ allowed_providers: ['github', 'slack'], single_provider: false });
    expect(endAfter(several, entry())).toBeNull();
    const one = { ...several, entries: [entry()] };
    expect(endAfter(one, entry({ flow_id: 'f2', provider_id: 'slack' }))?.outcome).toBe('completed');
    expect(endAfter(one, declined)).toBeNull();
  });

  it('lives past its expiry while one of its flows lives', () => {
    const late = session({ open_flows: [{ flow_id: 'f1', expires_at: at + 700_000 }] });
    expect(isOver(late, at + 650_000)).toBe(false);
    expect(isOver(late, at + 700_000)).toBe(true);
  });

  it('is over at the very millisecond of its expiry', () => {
    expect(isOver(session(), at + 599_999)).toBe(false);
    expect(isOver(session(), at + 600_000)).toBe(true);
  });

  it('is completed by time when there is a grant, else expired', () => {
    expect(endByTime(session({ entries: [entry()] })).outcome).toBe('completed');
    expect(endByTime(session()).outcome).toBe('expired');
  });

  it('takes Cancel without a grant as a refusal', () => {
    expect(endByPerson(session(), at)).toMatchObject({ outcome: 'error', error: 'access_denied' });
  });
});

describe('what is told', () => {
  const final = { outcome: 'completed', at, error: null } as const;

  it('tells nothing while the session is open', () => {
    expect(resultOf(session({ entries: [entry()] }), nameOf)).toBeNull();
  });

  it('tells success when there is any grant, in the published shape', () => {
    expect(resultOf(session({ entries: [declined, entry()], final }), nameOf)).toEqual({
      type: 'alter_connect_success',
      grants: [
        {
          grant_id: '22222222-2222-4222-8222-222222222222',
          provider: 'github',
          provider_name: 'GITHUB',
          account_identifier: 'octo@example.com',
          timestamp: '2026-11-22T00:00:00.000Z',
          operation: 'creation',
          scopes: ['repo', 'user'],
          status: 'active',
          metadata: { account_display_name: 'Octo', account_email: 'octo@example.com' },
        },
      ],
    });
  });

  it('puts the published parameters on the return URL and keeps its own', () => {
    const url = new URL(redirectOf(session({ entries: [entry()], final }), nameOf) ?? '');
    expect(url.searchParams.get('tab')).toBe('1');
    expect(url.searchParams.get('alter_connect_success')).toBe('true');
    expect(url.searchParams.get('scopes')).toBe('repo,user');
  });

  it('polls a denial as connect_denied, the code the published client knows', () => {
    const row = session({ entries: [declined], final: { outcome: 'error', at, error: 'access_denied' } });
    expect(polledOutcome(row)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
  });
});

describe('grantExpiry', () => {
  it('takes the earliest of the policy', () => {
    expect(grantExpiry({ expires_at: at + 9000, default_ttl_seconds: 5, max_ttl_seconds: 60 }, at)).toBe(at + 5000);
  });

  it('is null without a policy', () => {
    expect(grantExpiry(null, at)).toBeNull();
  });
});
