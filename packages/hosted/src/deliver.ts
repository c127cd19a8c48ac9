/** Tells the result of a finished session, once, and says where the person goes from here. */
import type { ConnectView } from '@alter/protocol';
import type { Surroundings } from './surroundings.ts';

/**
 * `close`: the window has done its work. `address`: the app waits at its return URL. `stay`: nobody waits, or nobody can
 * be reached from here; the page says that it can be closed.
 */
export type WayOut = { by: 'close' } | { by: 'address'; href: string } | { by: 'stay' };

/** Posts the result to exactly the session's origin; a reload does not post it again. */
export function deliver(view: ConnectView, around: Surroundings): void {
  if (!view.result || !view.allowed_origin || !around.opener || around.delivered) return;
  around.delivered = true;
  around.opener.postMessage(view.result, view.allowed_origin);
}

export function wayOut(view: ConnectView, around: Surroundings): WayOut {
  // A popup never goes to the return URL, though its opener may be cut: the app hears from the server.
  if (around.popup && view.allowed_origin) return { by: 'close' };
  if (view.redirect_to) return { by: 'address', href: view.redirect_to };
  return around.opener && view.allowed_origin ? { by: 'close' } : { by: 'stay' };
}
