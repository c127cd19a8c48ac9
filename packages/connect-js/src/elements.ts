/** Names for TypeScript: the tag, its events, its attributes in JSX. */
import type { AlterConnectElement } from './alter-connect.ts';
import type { AlterConnectEventMap } from './events.ts';

/**
 * For a framework's JSX, e.g. React:
 * `declare module 'react' { namespace JSX { interface IntrinsicElements extends AlterConnectJsx {} } }`
 */
export interface AlterConnectJsx {
  'alter-connect': {
    'session-url'?: string;
    'session-token'?: string;
    providers?: string;
    label?: string;
    account?: string;
    'base-url'?: string;
    flow?: 'auto' | 'popup' | 'redirect';
    credentials?: RequestCredentials;
    disabled?: boolean;
    id?: string;
    class?: string;
    lang?: string;
    dir?: string;
    slot?: string;
    ref?: unknown;
    children?: unknown;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'alter-connect': AlterConnectElement;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merges our events into the DOM's own map
  interface HTMLElementEventMap extends AlterConnectEventMap {}
}
