import type { Behaviour, OAuthError } from './behaviour.ts';
import { fillTemplate } from './template.ts';
import type { Reply } from './wire.ts';

/** An error as this vendor says it. RFC 6749 §5.2 */
export function errorAnswer({ errors }: Behaviour, error: OAuthError, why: string): Reply {
  const own = errors.own[error];
  if (own) {
    const body = fillTemplate(own.body, { error, why });
    return {
      status: own.status,
      ...(own.headers ? { headers: own.headers } : {}),
      ...(body === undefined ? {} : { body }),
    };
  }
  const status = errors.status ?? (error === 'invalid_client' ? 401 : 400);
  return { status, body: { error, error_description: why } };
}
