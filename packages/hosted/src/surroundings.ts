/** The window the page runs in: the only reader of what lies outside of it. */
export interface Surroundings {
  /** Null when nobody opened this window, or when the provider's page cut the tie. */
  readonly opener: Window | null;
  /** Opened by a script as a window of its own; remembered in the address, since the provider's page may cut the opener. */
  readonly popup: boolean;
  readonly href: string;
  /** Survives a reload: the result was told from this history entry. */
  delivered: boolean;
  rewrite(href: string): void;
  go(href: string, how: 'assign' | 'replace'): void;
  /** Browsers ignore it for windows that no script opened. */
  close(): void;
}

export const browserWindow: Surroundings = {
  get opener() {
    return window.opener as Window | null;
  },
  get popup() {
    // A tab may have an opener too; the app's page that used it for the redirect flow stands before this one.
    const opened = window.opener !== null && history.length === 1;
    return opened || new URL(location.href).searchParams.get('display') === 'popup';
  },
  get href() {
    return location.href;
  },
  get delivered() {
    return (history.state as { delivered?: boolean } | null)?.delivered === true;
  },
  set delivered(delivered: boolean) {
    history.replaceState({ delivered }, '');
  },
  rewrite: (href) => history.replaceState(null, '', href),
  go: (href, how) => (how === 'replace' ? location.replace(href) : location.assign(href)),
  close: () => window.close(),
};
