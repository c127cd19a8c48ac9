import type { WatchEvent } from '@alter/protocol';
import { expect, it } from 'vitest';
import { judge, judgeMessage } from '../src/outcome.ts';
import type { Grant } from '../src/types.ts';

const event = (rest: Partial<WatchEvent>): WatchEvent => ({
  sequence: 1,
  status: 'pending',
  grants: [],
  error: null,
  in_progress: false,
  ...rest,
});
const grant: Grant = {
  grant_id: 'g',
  provider: 'acme',
  provider_name: 'Acme',
  account_identifier: 'alice',
  timestamp: '2026-01-01T00:00:00Z',
  operation: 'creation',
  scopes: [],
  status: 'active',
};

it('goes on while the session is pending, grants or not', () => {
  expect(judge(event({ grants: [grant] }), false)).toBeNull();
});

it('succeeds with the grants of a completed session', () => {
  expect(judge(event({ status: 'completed', grants: [grant] }), false)).toEqual({ kind: 'success', value: [grant] });
});

it('calls a completed session without a usable grant `invalid_response`', () => {
  const outcome = judge(event({ status: 'completed', grants: [{ ...grant, grant_id: '' }] }), false);
  expect(outcome).toMatchObject({ kind: 'error', value: { code: 'invalid_response' } });
});

it('passes the code of a refusal on', () => {
  const outcome = judge(event({ status: 'error', error: { code: 'access_denied', message: 'No.' } }), false);
  expect(outcome).toEqual({ kind: 'error', value: { code: 'access_denied', message: 'No.' } });
});

it('calls an expired session an error while its window is in sight, else an exit', () => {
  expect(judge(event({ status: 'expired' }), false)).toMatchObject({ value: { code: 'session_expired' } });
  expect(judge(event({ status: 'expired' }), true)).toEqual({ kind: 'exit' });
});

it('reads the published messages', () => {
  expect(judgeMessage({ type: 'alter_connect_success', grants: [grant] })).toEqual({ kind: 'success', value: [grant] });
  const denial = { type: 'alter_connect_error', error: 'access_denied', error_description: 'No.' } as const;
  expect(judgeMessage(denial)).toEqual({
    kind: 'error',
    value: { code: 'access_denied', message: 'No.', details: denial },
  });
});

it('names a message without a code `oauth_error`', () => {
  const message = { type: 'alter_connect_error' } as unknown as Parameters<typeof judgeMessage>[0];
  expect(judgeMessage(message)).toMatchObject({ value: { code: 'oauth_error' } });
});

it.each([[undefined], [[]], [[null]], [[{ grant_id: 'g' }]]])('calls grants of %j `invalid_response`', (grants) => {
  const message = { type: 'alter_connect_success', grants } as unknown as Parameters<typeof judgeMessage>[0];
  expect(judgeMessage(message)).toMatchObject({ kind: 'error', value: { code: 'invalid_response' } });
});

it('passes over messages of others', () => {
  expect(judgeMessage({ type: 'other' } as unknown as Parameters<typeof judgeMessage>[0])).toBeNull();
});
