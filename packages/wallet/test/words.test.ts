import { describe, expect, it } from 'vitest';
import { wordDifferences } from '@alter/ui/locale-check';
import { hasActor, howItEnded, whatHappened } from '../src/activity-words.ts';
import { byDay } from '../src/days.ts';
import { endsAt } from '../src/ends-at.ts';
import type { GrantRefresh, WalletActivityItem } from '../src/headless.ts';
import { de } from '../src/locales/de.ts';
import { en } from '../src/locales/en.ts';
import { es } from '../src/locales/es.ts';
import { fr } from '../src/locales/fr.ts';
import { ja } from '../src/locales/ja.ts';
import { matching } from '../src/matching.ts';
import { howKept, howRenewed } from '../src/renewal-words.ts';
import { outcomeUnknown, problemWords } from '../src/problem-words.ts';
import { revokeSteps } from '../src/revoke-steps.ts';
import { WalletError } from '../src/wallet-error.ts';
import { sampleActivity, sampleGrant, sampleGrants, sampleRefresh } from './samples.ts';

describe('the words', () => {
  it.each(Object.entries({ de, es, fr, ja }))('say in %s what they say in English', (_, words) => {
    expect(wordDifferences(en, words)).toEqual([]);
  });

  it.each(Object.entries({ en, de, es, fr, ja }))('in %s never say the trade terms', (_, words) => {
    const said = Object.entries(words)
      .filter(([key]) => key !== 'notSetUp')
      .map(([, text]) => JSON.stringify(text));
    expect(said.filter((text) => /\b(grant|oauth|token|scope|api)\b/i.test(text))).toEqual([]);
  });
});

describe('activity in words', () => {
  it.each<[string, WalletActivityItem['outcome'], string]>([
    ['GET', 'ok', 'readFrom'],
    ['head', 'ok', 'readFrom'],
    ['POST', 'ok', 'sentTo'],
    ['PUT', 'ok', 'changedAt'],
    ['DELETE', 'ok', 'deletedAt'],
    ['PROPFIND', 'ok', 'sentTo'],
    ['DELETE', 'refused', 'triedDelete'],
    ['PATCH', 'failed', 'triedChange'],
    ['GET', 'provider_error', 'triedRead'],
    ['POST', 'open', 'triedSend'],
  ])('%s that ended %s is %s', (method, outcome, key) => {
    expect(whatHappened(sampleActivity(0, { method, outcome }))).toBe(key);
  });

  it('names what is no call by its event, and gives it no answer', () => {
    const item = sampleActivity(0, { event: 'grant.refreshed', method: null, host: null });
    expect([whatHappened(item), howItEnded(item)]).toEqual(['renewed', null]);
  });

  it.each([
    ['grant.error', false],
    ['grant.needs_reauth', false],
    ['grant.refreshed', true],
    ['grant.revoked', true],
  ])('%s is somebody’s doing: %s', (event, somebodys) => {
    const item = sampleActivity(0, { event, method: null, host: null });
    expect(hasActor(whatHappened(item))).toBe(somebodys);
  });

  it('says "something else" of an event that it does not know', () => {
    expect(whatHappened(sampleActivity(0, { event: 'grant.new_thing', method: null, host: null }))).toBe(
      'somethingElse',
    );
  });

  it.each([
    [404, 'answerProvider'],
    [429, 'answerProvider'],
    [503, 'answerProviderDown'],
  ])('a provider that answers %i is %s', (status, key) => {
    expect(howItEnded(sampleActivity(0, { outcome: 'provider_error', status }))).toBe(key);
  });
});

describe('renewals in words', () => {
  it.each<[string, Partial<GrantRefresh>, string]>([
    ['one that worked', {}, 'wasRenewed'],
    ['one that the provider ended', { outcome: 'ended', class: 'permanent', error: 'invalid_grant' }, 'renewEnded'],
    ['one whose time was over', { outcome: 'ended', error: 'refresh_token_expired' }, 'renewOver'],
    ['one that was lost on the way', { outcome: 'ended', class: 'indeterminate', error: 'no_answer' }, 'renewOver'],
    ['a silent provider', { outcome: 'failed', class: 'transient', error: 'unreachable' }, 'renewNoAnswer'],
    ['one that was silent late', { outcome: 'failed', class: 'indeterminate', error: 'no_answer' }, 'renewNoAnswer'],
    ['a provider in trouble', { outcome: 'failed', class: 'transient', error: 'rate_limited' }, 'renewForNow'],
    ['a refused client', { outcome: 'failed', class: 'configuration', error: 'invalid_client' }, 'renewSetUp'],
    [
      'an answer nobody can read',
      { outcome: 'failed', class: 'indeterminate', error: 'unreadable_answer' },
      'renewUnclear',
    ],
    ['an unknown end', { outcome: 'unknown', class: 'indeterminate', error: 'no_outcome' }, 'renewUnclear'],
    ['a key that is missing here', { outcome: 'failed', error: 'unreadable' }, 'renewHere'],
  ])('%s', (_words, more, key) => {
    expect(howRenewed(sampleRefresh(0, more))).toBe(key);
  });
});

describe('what is said where renewals would stand', () => {
  const end = '2026-12-24T08:00:00.000Z';

  it.each([
    ['waits for the first', true, end, 0, 'noRenewals'],
    ['waits for the first, too, where no end is known', true, null, 0, 'noRenewals'],
    ['says why there are some', true, end, 2, 'renewalsText'],
    ['promises none to access that ends', false, end, 0, 'notRenewable'],
    ['promises no more, whatever there was', false, end, 2, 'notRenewable'],
    ['wants none for access without an end', false, null, 0, 'nothingToRenew'],
  ])('%s', (_words, refreshable, token_expires_at, count, key) => {
    expect(howKept({ refreshable, token_expires_at }, count)).toBe(key);
  });
});

describe('the end of access', () => {
  const [sooner, later] = ['2026-12-01T08:00:00.000Z', '2026-12-24T08:00:00.000Z'];

  it.each([
    ['is not that of a token that another follows', null, true, sooner, null],
    ['is that of the last token', null, false, sooner, sooner],
    ['is as agreed on when that is sooner', sooner, false, later, sooner],
    ['is not as agreed on when the last token ends sooner', later, false, sooner, sooner],
    ['is as agreed on whatever is renewed until then', later, true, sooner, later],
    ['is not known of a token without one', null, false, null, null],
  ])('%s', (_words, expires_at, refreshable, token_expires_at, end) => {
    expect(endsAt({ expires_at, refreshable, token_expires_at })).toBe(end);
  });
});

describe('days', () => {
  const at = (local: string): WalletActivityItem => sampleActivity(0, { at: new Date(local).toISOString() });

  it('groups by local day, today and yesterday by number', () => {
    const items = [at('2026-11-22T00:10'), at('2026-11-21T23:50'), at('2026-11-21T00:05'), at('2026-11-02T12:00')];
    const days = byDay(items, new Date('2026-11-22T23:00'));
    expect(days.map(({ daysAgo, items: of }) => [daysAgo, of.length])).toEqual([
      [0, 1],
      [1, 2],
      [20, 1],
    ]);
  });
});

describe('the lines of a revocation', () => {
  const lines = (state: Parameters<typeof revokeSteps>[0], late = false): string[] =>
    revokeSteps(state, late).steps.map(({ mark, key }) => `${mark} ${key}`);

  it('claims nothing before the service has answered', () => {
    expect(lines(null)).toEqual(['busy stepHereWait', 'todo stepTold', 'todo stepConfirmed']);
  });
  it('claims only the removal here while the provider is being told', () => {
    expect(lines('queued')).toEqual(['done stepHere', 'busy stepToldWait', 'todo stepConfirmed']);
  });
  it('says that the provider is silent once the waiting is over', () => {
    expect(lines('queued', true)).toEqual(['done stepHere', 'not stepLate']);
  });
  it('claims all three only when the provider has confirmed', () => {
    expect(lines('confirmed')).toEqual(['done stepHere', 'done stepTold', 'done stepConfirmed']);
  });
  it.each(['failed', 'not_called', 'no_endpoint'] as const)('sends the person to the provider after %s', (state) => {
    expect(revokeSteps(state, false).removeThere).toBe(true);
    expect(lines(state)[1]).toMatch(/^not /);
  });
});

describe('problems', () => {
  const problem = (code: string, status: number): WalletError => new WalletError(code, '', { status });

  it('asks to reload when a session has expired and no other can be had', () => {
    expect(problemWords(problem('session_expired', 401), false).action).toBe('reload');
    expect(problemWords(problem('session_expired', 401), true).action).toBe('retry');
  });
  it('tells a lost answer from a refusal', () => {
    expect([0, 502].map((status) => outcomeUnknown(problem('network_error', status)))).toEqual([true, true]);
    expect(outcomeUnknown(problem('rate_limit_exceeded', 429))).toBe(false);
  });
  it('offers no button where the person can do nothing', () => {
    expect(problemWords(problem('origin_not_allowed', 403), true).action).toBeNull();
  });
});

describe('the filter', () => {
  it('finds by provider, account and what it may do, without regard to case and accents', () => {
    const grants = [...sampleGrants(6), sampleGrant(7, { account_display_name: 'Zoë Équipe' })];
    expect(matching(grants, 'gooGLE').length).toBe(1);
    expect(matching(grants, 'zoe equipe').length).toBe(1);
    expect(matching(grants, 'repositories').map(({ provider }) => provider.name)).toEqual(['GitHub']);
    expect(matching(grants, '  ')).toBe(grants);
  });
});
