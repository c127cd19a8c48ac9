/** Why a grant is over, where the entry knows how long its vendor keeps a refresh token. */
import { describe, expect, test } from 'vitest';
import { judge, type Refused } from '../../src/grants/refresh/verdict.ts';
import { entries } from '../../src/providers/index.generated.ts';
import type { Provider, ResolvedProvider } from '../../src/providers/provider.ts';
import type { GrantRow, HeldRow, RefreshIntent } from '../../src/stores/store.ts';

const now = 1_795_348_800_000;
const config = { refresh: { cooldownMs: 30_000, clockBoundMs: 1_000 } } as Parameters<typeof judge>[5];
const dead: Refused = {
  kind: 'refused',
  class: 'permanent',
  error: 'invalid_grant',
  description: null,
  status: 400,
  retryAfter: null,
};

/** Of a dead token that was last renewed `unused` seconds ago and, as a probe, first sent `sentBefore` seconds ago. */
function reason(entry: Provider, { unused = 0, sentBefore }: { unused?: number; sentBefore?: number }): string | null {
  const intent = sentBefore === undefined ? {} : { probe: true, first_at: now - sentBefore * 1000 };
  const vault = { updated_at: now - unused * 1000, refresh: { refusals: 0 } } as HeldRow;
  const renewed = { grant: {} as GrantRow, provider: { entry } as ResolvedProvider, cause: 'expired' as const };
  const verdict = judge(dead, { probe: false, ...intent } as RefreshIntent, renewed, vault, now, config);
  return verdict.kind === 'ended' ? verdict.reason : null;
}

const without = (entry: Provider, gone: 'graceSeconds' | 'refreshTtlSeconds'): Provider => {
  const { graceSeconds, ...refresh } = entry.refresh;
  if (gone === 'graceSeconds') return { ...entry, refresh };
  return { ...entry, refresh: { ...refresh, ...(graceSeconds && { graceSeconds }), refreshTtlSeconds: null } };
};

const graced = entries.filter(({ refresh }) => refresh.graceSeconds !== undefined);
const mortal = entries.filter(({ refresh }) => refresh.refreshTtlSeconds !== null);

describe('the reason of an end', () => {
  test.each(graced.map((entry) => [entry.name, entry, entry.refresh.graceSeconds!] as const))(
    '%s: a token that was sent twice within the grace is dead for another reason',
    (_name, entry, grace) => {
      expect(reason(entry, { sentBefore: grace - 2 })).toBe('revoked_by_user');
      expect(reason(entry, { sentBefore: grace })).toBe('rotation_lost');
      expect(reason(without(entry, 'graceSeconds'), { sentBefore: grace - 2 })).toBe('rotation_lost');
    },
  );

  test.each(mortal.map((entry) => [entry.name, entry, entry.refresh.refreshTtlSeconds!] as const))(
    '%s: a refresh token that nobody used for its whole life has expired, and nobody revoked it',
    (_name, entry, life) => {
      expect(reason(entry, { unused: life })).toBe('refresh_token_expired');
      expect(reason(entry, { unused: life - 1 })).toBe('revoked_by_user');
      expect(reason(without(entry, 'refreshTtlSeconds'), { unused: life })).toBe('revoked_by_user');
    },
  );

  test('is known for entries of both kinds', () => {
    expect(graced.length).toBeGreaterThan(2);
    expect(mortal.length).toBeGreaterThan(20);
  });
});
