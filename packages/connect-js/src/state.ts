import type { Say } from '@alter/ui/locale';
import type { en } from './locales/en.ts';
import type { AlterError, Grant } from './types.ts';

/** What the element shows. `resumed`: begun before this page was loaded, so its window is out of reach. */
export type ConnectState =
  | { kind: 'idle' }
  | { kind: 'opening' }
  | { kind: 'waiting'; resumed: boolean }
  | { kind: 'connected'; grants: Grant[] }
  | { kind: 'failed'; error: AlterError };

type Reason = 'blocked' | 'denied' | 'expired' | 'notStarted' | 'failed';

/** Codes that have words of their own; every other one "did not work". */
const reasons: Partial<Record<string, Reason>> = {
  popup_blocked: 'blocked',
  access_denied: 'denied',
  session_expired: 'expired',
  flow_expired: 'expired',
  code_expired: 'expired',
  invalid_token: 'expired',
  session_fetch_failed: 'notStarted',
  invalid_options: 'notStarted',
  invalid_oauth_url: 'notStarted',
  redirect_error: 'notStarted',
  load_failed: 'notStarted',
};

/** A state in words: what is read, what is said aloud, and the one thing to do about it. */
export interface Wording {
  text: string;
  spoken: string;
  action: string;
}

/** Null: the button speaks for itself. @param account what the page says is connected */
export function wording(state: ConnectState, say: Say<typeof en>, account?: string): Wording | null {
  switch (state.kind) {
    case 'idle':
    case 'opening':
      return null;
    case 'waiting':
      return plain(say('finish'), say(state.resumed ? 'startAgain' : 'showAgain'));
    case 'connected': {
      const text = accountText(state.grants, say, account);
      return {
        text,
        spoken: state.grants.length > 1 || text === say('connected') ? text : `${say('connected')}: ${text}`,
        action: say('manage'),
      };
    }
    case 'failed': {
      const reason = say(reasons[state.error.code] ?? 'failed');
      const blocked = state.error.code === 'popup_blocked';
      return {
        text: reason,
        spoken: blocked ? reason : say('nothing', { reason }),
        action: say(blocked ? 'continueHere' : 'tryAgain'),
      };
    }
    default:
      return state satisfies never;
  }
}

const plain = (text: string, action: string): Wording => ({ text, spoken: text, action });

function accountText(grants: Grant[], say: Say<typeof en>, account?: string): string {
  if (grants.length > 1) return say('accounts', { count: grants.length });
  const grant = grants[0];
  return (
    grant?.account_identifier || grant?.metadata?.account_email || grant?.provider_name || account || say('connected')
  );
}
