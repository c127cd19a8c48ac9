import type { ConnectErrorMessage, ConnectSuccessMessage, WatchEvent } from '@alter/protocol';
import type { Grant, Outcome } from './types.ts';

/** Of the published shapes, or of anything else that a window says. */
type Claimed = ConnectSuccessMessage | ConnectErrorMessage | { type?: undefined };

const nothing = 'Nothing was connected.';

/** An attempt that failed, with its published code and a sentence for a person. */
export const failed = (code?: string, message?: string, details?: Record<string, unknown>): Outcome => ({
  kind: 'error',
  value: { code: code || 'oauth_error', message: message || nothing, ...(details && { details }) },
});

/**
 * What the server's word means for the attempt; null: it goes on.
 * @param lost the popup cannot be seen from here, so nobody would read that the session has expired
 */
export function judge(event: WatchEvent, lost: boolean): Outcome | null {
  switch (event.status) {
    case 'pending':
      return null;
    case 'completed':
      return succeeded(event.grants);
    case 'error':
      return failed(event.error?.code, event.error?.message);
    case 'expired':
      return lost ? { kind: 'exit' } : failed('session_expired', `This link has expired. ${nothing}`);
    default:
      return event.status satisfies never;
  }
}

/** What the popup's message means, where no server can be asked; null: not one of ours. @see `product.md` §1.1 */
export function judgeMessage(data: Claimed): Outcome | null {
  if (data.type === 'alter_connect_error') return failed(data.error, data.error_description, { ...data });
  return data.type === 'alter_connect_success' ? succeeded(data.grants) : null;
}

/** Half an account is none: without its id or its provider nobody can use it. */
function succeeded(all: unknown): Outcome {
  const grants = Array.isArray(all) ? all.filter(isWhole) : [];
  return grants.length
    ? { kind: 'success', value: grants }
    : failed('invalid_response', `The answer was empty. ${nothing}`);
}

const isWhole = (grant: Partial<Grant> | null): grant is Grant => !!grant?.grant_id && !!grant.provider;
