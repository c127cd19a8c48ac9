/** One integrated product in one environment; a hard boundary. Apps come from the declarative file. */
export interface App {
  /** UUIDv5 of the name in the file, unless the file gives one. */
  id: string;
  /** Key in the file: what the CLI's `--app` takes. */
  slug: string;
  name: string;
  /** Origin that results are told to when a session names none. */
  websiteUrl: string | null;
  logoUrl: string | null;
  /** `#rrggbb`. */
  accent: string | null;
  privacyUrl: string | null;
  /** Return URLs beyond `allowed_origin`, compared without query. */
  returnUrls: readonly string[];
  /** New grants wait for `POST /sdk/grants/:id/confirm`. */
  confirmGrants: boolean;
  /** `user` is mandatory beside a `grant_id` whose grant belongs to a user. */
  requireUser: boolean;
  /** Every key of the app must sign. */
  signedOnly: boolean;
}

export interface AppDirectory {
  find(id: string): App | null;
  bySlug(slug: string): App | null;
  list(): readonly App[];
}
