import type { Watched } from './watch.ts';

/** Milliseconds; no ticket lives longer than its session, a flow in it and the time its result can be read. */
const lifetime = 30 * 60_000;
/** What a result in the address is made of (`product.md` §1.1). It is taken off and not believed. */
export const claims =
  'alter_connect_success alter_connect_error error_code error_description grant_id provider provider_name account_identifier timestamp operation scopes status';

/** What survives a reload or a redirect: the read-only ticket, never a session token. */
export interface Stored extends Watched {
  /** Epoch milliseconds. */
  time: number;
  /** The page load that wrote or took it: only another one may take it up. */
  page: number;
  /** Set by the redirect flow: the address that was left. */
  returnUrl?: string | undefined;
}

const key = (name: string) => `alter_connect_ticket${name && `:${name}`}`;

/** Whether an earlier page load left something to take up. */
export function isStored(name: string): boolean {
  try {
    return !!sessionStorage.getItem(key(name));
  } catch {
    return false;
  }
}

/** @throws when the browser keeps nothing for this site */
export function store(name: string, watched: Watched, returnUrl?: string): void {
  const stored: Stored = { ...watched, returnUrl, time: Date.now(), page: performance.timeOrigin };
  sessionStorage.setItem(key(name), JSON.stringify(stored));
}

export function forget(name: string): void {
  try {
    sessionStorage.removeItem(key(name));
  } catch {
    // Storage that is switched off has nothing to forget.
  }
}

/** Takes up what another page load of this tab left; null: nothing, or too old, or already taken in this page. */
export function takeUp(name: string): Stored | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key(name)) ?? 'null') as Stored | null;
    if (!stored || stored.page === performance.timeOrigin) return null;
    if (Date.now() - stored.time > lifetime) {
      forget(name);
      return null;
    }
    store(name, stored, stored.returnUrl);
    return stored;
  } catch {
    return null;
  }
}

/** Whether the address carries a result; if so, it is taken off. @param returnUrl the address that was left */
export function cleanAddress(returnUrl: string): boolean {
  const url = new URL(location.href);
  if (!/[?&]alter_connect_(success|error)=/.test(url.search)) return false;
  for (const name of claims.split(' ')) url.searchParams.delete(name);
  const back = new URL(returnUrl);
  history.replaceState(history.state, '', back.pathname === url.pathname ? back : url);
  return true;
}
