/** What the client and its caller exchange. Names and payloads are the published ones (`product.md` §1.2). */
import type { ConnectedGrant } from '@alter/protocol';

/** One connected account. */
export type Grant = ConnectedGrant;

/**
 * What went wrong. `code` is one of the client's own (`popup_blocked`, `redirect_error`, `invalid_oauth_url`,
 * `invalid_response`, `oauth_error`, `invalid_options`, `sdk_destroyed`, `already_open`, `session_fetch_failed`) or the
 * server's, e.g. `access_denied` or `session_expired`.
 */
export interface AlterError {
  code: string;
  /** One sentence for a person. */
  message: string;
  details?: Record<string, unknown>;
}

export interface AlterConnectConfig {
  /** Logs every step to the console. */
  debug?: boolean;
  /** Tells apart several clients of one page that may be in the middle of a flow when the page is reloaded. */
  name?: string;
}

export interface OpenOptions {
  /** A session token that the page already has. */
  token?: string | undefined;
  /** The app's own route that mints one: `POST` with `{ providers? }`, answers `{ session_token }`. */
  sessionUrl?: string | undefined;
  /** Any other way to get a token. Only a token from `sessionUrl` spares the person the confirming click. */
  sessionToken?: (() => string | Promise<string>) | undefined;
  /** Sent to `sessionUrl` as `{ providers }`. */
  providers?: readonly string[] | undefined;
  /** Cookies for `sessionUrl`; default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /** The vault, e.g. `https://vault.example.com`; default: where this script was loaded from. */
  baseURL?: string | undefined;
  /** Default `auto`: a full-page redirect on phones and on tablets held upright, else a popup. */
  flow?: 'auto' | 'popup' | 'redirect' | undefined;
  /** What `window.open` answered in this click, where the page had to call it before this; null: it was blocked. */
  window?: Window | null | undefined;
  onSuccess: (grants: Grant[]) => void;
  onError?: ((error: AlterError) => void) | undefined;
  /** The person closed the popup and the server knows of nothing under way. */
  onExit?: (() => void) | undefined;
  onEvent?: ((name: ConnectEventName, metadata: { timestamp: string }) => void) | undefined;
}

/**
 * `connect_opened`: a window is open or the page is about to leave. `popup_lost`: the window can no longer be seen from
 * here (closed, or cut off by the provider); the flow may go on in it.
 */
export type ConnectEventName = 'connect_opened' | 'popup_lost';

/** The arguments of each event's listeners. */
export interface ConnectEvents {
  success: [grants: Grant[]];
  error: [error: AlterError];
  exit: [];
  close: [];
  event: [name: ConnectEventName, metadata: { timestamp: string }];
}

/** How an attempt ended: exactly one of these, once. */
export type Outcome =
  { kind: 'success'; value: Grant[] } | { kind: 'error'; value: AlterError } | { kind: 'exit'; value?: undefined };
