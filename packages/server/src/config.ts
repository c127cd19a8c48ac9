/** The only reader of the environment. */
export interface Config {
  mode: 'production' | 'development';
  /** Origin of the vault as browsers and providers see it; no trailing slash. */
  publicUrl: URL;
  host: string;
  port: number;
  dataDir: string;
  configFile: string | null;
  /** Ring, newest first: id and 32 bytes. */
  encryptionKeys: string | null;
  encryptionKeyFile: string | null;
  /** Proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
  logLevel: string;
  drainMs: number;
  /** Development only: egress may dial loopback and plain http. */
  unsafeAllowLoopback: boolean;
  limits: {
    /** Bytes of a JSON body on ordinary routes. */
    jsonBody: number;
    /** Bytes of a JSON intent on /request and /sdk/proxy. */
    intentBody: number;
    /** Bytes of a buffered provider answer on /sdk/proxy. */
    proxyAnswer: number;
    /** Bytes of a raw-form body; 0: unlimited. */
    rawBody: number;
  };
  timeouts: {
    connectMs: number;
    /** Until the provider's response head. */
    headersMs: number;
    /** Between chunks, both ways. */
    idleMs: number;
    /** A token, account or revocation call. */
    tokenCallMs: number;
    /** Callers waiting for a refresh; then 409. */
    refreshWaitMs: number;
  };
}
