import { assert } from '../lib/assert.ts';

/** Keyset position: opaque on the wire, base64url of `<epoch ms>.<id>`. */
export const cursorOf = (position: { at: number; id: string }): string =>
  Buffer.from(`${position.at}.${position.id}`).toString('base64url');

/** @throws Refusal `invalid_request` */
export function readCursor(cursor: string): { created_at: number; id: string } {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
  assert(match, 'invalid_request', {
    issues: [{ path: 'cursor', message: 'must be the next_cursor of a page before' }],
  });
  return { created_at: Number(match[1]), id: match[2]! };
}
