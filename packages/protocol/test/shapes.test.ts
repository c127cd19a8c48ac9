import { describe, expect, it } from 'vitest';
import {
  createSessionAnswer,
  createSessionBody,
  listGrantsAnswer,
  listGrantsBody,
  pollSessionAnswer,
  pollSessionBody,
  proxyAnswer,
  requestBody,
  revokeGrantAnswer,
  revokeGrantBody,
} from '../src/schemas/index.ts';
import { errors } from '../src/index.ts';
import { recorded } from './recorded.ts';

const exchange = (number: number) => recorded.find((one) => one.number === number)!;
const sent = (number: number): unknown => JSON.parse(exchange(number).body);
const answered = (number: number) => JSON.parse(exchange(number).answer!) as Record<string, unknown>;

/** A published answer may lack what is ours beside it, never the other way round. */
const fieldsOf = (value: unknown): string[] => Object.keys(value as object).sort();

describe('bodies that the published SDK sends are accepted as they are (wire §14.1)', () => {
  it('1, open a Connect session', () => {
    expect(createSessionBody.parse(sent(1))).toEqual({
      allowed_providers: ['github'],
      return_url: 'https://shop.example.com/connected',
      allowed_origin: 'https://shop.example.com',
      metadata: null,
    });
  });

  it.each([2, 3])('%i, poll a session', (number) => {
    expect(pollSessionBody.parse(sent(number))).toEqual({ session_token: 'sess_7f3a9c51e2d84b60' });
  });

  it('6, a call with body, headers, query and reason', () => {
    expect(requestBody.parse(sent(6))).toEqual(sent(6));
  });

  it.each([7, 12])('%i, a call', (number) => {
    expect(requestBody.parse(sent(number))).toEqual(sent(number));
  });

  it('10, list grants', () => {
    expect(listGrantsBody.parse(sent(10))).toEqual({ limit: 2, offset: 0 });
  });

  it('11, revoke a grant', () => {
    expect(revokeGrantBody.parse(sent(11))).toEqual({ reason: 'user asked' });
  });
});

describe('answers keep the published fields and types (wire §14.1)', () => {
  it('1, a Connect session', () => {
    expect(createSessionAnswer.parse(answered(1))).toEqual(answered(1));
  });

  it.each([2, 3])('%i, a polled session', (number) => {
    expect(pollSessionAnswer.parse(answered(number))).toEqual(answered(number));
  });

  it('6, a call in the JSON envelope', () => {
    expect(proxyAnswer.parse(answered(6))).toEqual(answered(6));
  });

  it('10, a page of grants: the OAuth item has every published field, and ours beside them', () => {
    const published = answered(10);
    const [item] = published['grants'] as Record<string, unknown>[];
    const ours = {
      provider_name: 'GitHub',
      flow_kind: 'authorization_code',
      app_user_id: null,
      api_base_url: null,
      needs_reconnect: false,
      hosts: ['api.github.com'],
      variables: {},
      places: [{ id: 'site-1', name: null }],
      revoked_at: null,
      revocation: null,
      reason: null,
    };
    const parsed = listGrantsAnswer.parse({ ...published, next_cursor: null, grants: [{ ...item, ...ours }] });
    expect(fieldsOf(parsed)).toEqual([...fieldsOf(published), 'next_cursor'].sort());
    expect(parsed.grants[0]).toEqual({ ...item, ...ours });
  });

  it('11, a revoked grant', () => {
    expect(revokeGrantAnswer.parse({ ...answered(11), revocation: 'confirmed' })).toEqual({
      ...answered(11),
      revocation: 'confirmed',
    });
  });

  it('12, a refusal: the published status and code stand in the error table', () => {
    expect(exchange(12).status).toBe(errors.grant_revoked.status);
    expect(fieldsOf(answered(12))).toEqual(['error', 'grant_id', 'message', 'request_id']);
  });
});

describe('what narrows or is misspelt is never ignored', () => {
  it.each<[string, () => { success: boolean }]>([
    ['an unknown session field', () => createSessionBody.safeParse({ allowed_provider: ['github'] })],
    ['an unknown grant_policy field', () => createSessionBody.safeParse({ grant_policy: { ttl: 5 } })],
    ['a grant_policy without life', () => createSessionBody.safeParse({ grant_policy: { max_ttl_seconds: 0 } })],
    ['seconds as text (strict)', () => createSessionBody.safeParse({ grant_policy: { max_ttl_seconds: '600' } })],
    ['an unknown filter', () => listGrantsBody.safeParse({ provider: 'github' })],
    [
      'both addresses',
      () => requestBody.safeParse({ method: 'GET', url: 'https://a', grant_id: uuid, provider_id: 'x' }),
    ],
    ['no address', () => requestBody.safeParse({ method: 'GET', url: 'https://a' })],
    [
      'two bodies',
      () => requestBody.safeParse({ method: 'GET', url: 'https://a', grant_id: uuid, body: 1, body_b64: 'AA==' }),
    ],
    ['a method outside the list', () => requestBody.safeParse({ method: 'TRACE', url: 'https://a', grant_id: uuid })],
    [
      'an upper-case UUID',
      () => requestBody.safeParse({ method: 'GET', url: 'https://a', grant_id: uuid.toUpperCase() }),
    ],
  ])('%s is refused', (_, parse) => {
    expect(parse().success).toBe(false);
  });

  it('provider ids are taken trimmed and in any case, as published', () => {
    const parsed = createSessionBody.parse({ allowed_providers: [' GitHub '] });
    expect(parsed.allowed_providers).toEqual(['github']);
  });
});

const uuid = 'aaaaaaaa-1111-4111-8111-111111111111';
