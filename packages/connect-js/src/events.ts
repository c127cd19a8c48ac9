/** What the element tells the page: all bubble and are composed. */
import type { AlterError, Grant } from './types.ts';

export interface AlterConnectEventMap {
  /** A window is open, or the page is about to leave. */
  'alter-open': CustomEvent<null>;
  'alter-success': CustomEvent<{ grants: Grant[] }>;
  'alter-error': CustomEvent<AlterError>;
  /** The person closed the window, and nothing is under way. */
  'alter-exit': CustomEvent<null>;
  /** "Manage" was pressed. Cancel it to show something of the page's own; else Connect opens again. */
  'alter-manage': CustomEvent<{ grants: Grant[] }>;
}
