/**
 * Settings, each with its words beside its default; `docs/configuration.md` is generated from this file. The only reader
 * of the environment. Every mistake is reported, all at once, before anything starts.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Config {
  mode: 'production' | 'development';
  /** Origin of the vault as browsers and providers see it. */
  publicUrl: URL;
  host: string;
  port: number;
  dataDir: string;
  /** Connection string of the store; null: the embedded one. */
  storeUrl: string | null;
  configFile: string | null;
  encryptionKeys: string | null;
  encryptionKeyFile: string | null;
  trustedProxies: number;
  logLevel: string;
  drainMs: number;
  unsafeAllowLoopback: boolean;
  limits: { jsonBody: number; intentBody: number; proxyAnswer: number; rawBody: number };
  timeouts: {
    connectMs: number;
    headersMs: number;
    idleMs: number;
    tokenCallMs: number;
    refreshWaitMs: number;
    /** Of all the checks that one answer waits for. */
    verifyManyMs: number;
  };
  /** A credential is checked at its provider once in so many milliseconds. */
  verifyEveryMs: number;
  refresh: RefreshTimes;
  /** Where a refresh ends or stops this process, e.g. `kill@intend.after`; null: nowhere. */
  unsafeRefreshFault: string | null;
}

/** Times of a refresh, in milliseconds; a caller's patience and the token call's limit are among the timeouts. */
export interface RefreshTimes {
  leaseMs: number;
  leaseRenewMs: number;
  /** Less than this left of the lease: nothing is sent. */
  leaseMarginMs: number;
  /** By how much the clocks of servers may differ. */
  clockBoundMs: number;
  cooldownMs: number;
  forcedEveryMs: number;
  aheadMs: number;
  /** Before a second try; it doubles, and half of it is chance. */
  retryPauseMs: number;
  /** The longest Retry-After that is waited for while the lease is held. */
  retryAfterMs: number;
  /** How often a process looks whether another one is done. */
  lookEveryMs: number;
}

export interface Setting {
  /** Environment variable. */
  name: string;
  /** As it would be written, or what happens without it. */
  fallback: string;
  /** What it does, in a sentence or two. */
  words: string;
  /** Never printed. */
  secret?: boolean;
}

/** Thrown by {@link readConfig}: `mistakes` are sentences that name the setting, the value seen and the value wanted. */
export class ConfigMistakes extends Error {
  override readonly name = 'ConfigMistakes';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

export const settings = {
  mode: {
    name: 'ALTER_MODE',
    fallback: 'production',
    words:
      '`production` or `development`. Development binds loopback only, refuses a public URL that is not loopback, makes its own encryption key, and alone accepts settings with UNSAFE in their name.',
  },
  publicUrl: {
    name: 'ALTER_PUBLIC_URL',
    fallback: 'required in production; in development http://localhost:<port>',
    words:
      'Origin of this server as browsers and providers see it: scheme, host and port, no path. Callback URLs are made from it.',
  },
  host: {
    name: 'ALTER_HOST',
    fallback: '0.0.0.0 in production, 127.0.0.1 in development',
    words: 'Address to listen on. Put TLS in front: this server speaks plain HTTP.',
  },
  port: { name: 'ALTER_PORT', fallback: '4400', words: 'Port to listen on; 0 takes a free one (development).' },
  dataDir: {
    name: 'ALTER_DATA_DIR',
    fallback: './.data',
    words: 'Folder of the embedded store and, in development, of the key file. Made with mode 0700.',
  },
  storeUrl: {
    name: 'ALTER_STORE_URL',
    fallback: 'the embedded store, a file in ALTER_DATA_DIR',
    words:
      'Connection string of the database that keeps everything: `mongodb://…` or `mongodb+srv://…`, MongoDB 6.0 or newer, database `alter` unless it names one. Any number of servers may share it.',
    secret: true,
  },
  configFile: {
    name: 'ALTER_CONFIG',
    fallback: 'alter.config.ts, .mjs, .js or .json in the working folder, if there is one',
    words: 'The declarative file of apps and provider configs (see docs/configuration.md, "alter.config").',
  },
  encryptionKeys: {
    name: 'ALTER_ENCRYPTION_KEYS',
    fallback: 'required in production, unless ALTER_ENCRYPTION_KEY_FILE is set',
    words:
      'Key ring: comma-separated `id:base64` of 32 bytes each. The first seals, all open. Lose them and everything sealed is lost.',
    secret: true,
  },
  encryptionKeyFile: {
    name: 'ALTER_ENCRYPTION_KEY_FILE',
    fallback: 'none; in development <data dir>/development.key is made',
    words: 'File with the same ring, one `id:base64` a line, readable by the owner only (0600).',
  },
  trustedProxies: {
    name: 'ALTER_TRUSTED_PROXIES',
    fallback: '0',
    words:
      'How many proxies stand in front and append to X-Forwarded-For. The client address is taken that many steps from the right; with 0 the header is ignored.',
  },
  logLevel: {
    name: 'ALTER_LOG_LEVEL',
    fallback: 'info',
    words: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. Logs are JSON lines on stdout.',
  },
  drainMs: {
    name: 'ALTER_DRAIN_MS',
    fallback: '30000',
    words:
      'Milliseconds from SIGTERM to the end of the process. New requests are refused at once; those in flight are cut five seconds before the end, or at half of it, and what is left is written.',
  },
  unsafeAllowLoopback: {
    name: 'ALTER_UNSAFE_ALLOW_LOOPBACK',
    fallback: 'false',
    words: 'Development only. Lets calls to providers go to loopback addresses, also over plain http.',
  },
  jsonBody: { name: 'ALTER_LIMIT_JSON_BODY', fallback: '262144', words: 'Bytes of a JSON body on ordinary routes.' },
  intentBody: {
    name: 'ALTER_LIMIT_INTENT_BODY',
    fallback: '26214400',
    words: 'Bytes of a JSON body on /request and /sdk/proxy.',
  },
  proxyAnswer: {
    name: 'ALTER_LIMIT_PROXY_ANSWER',
    fallback: '10485760',
    words: 'Bytes of a provider answer that /sdk/proxy buffers, after decoding; beyond it `body_truncated` is set.',
  },
  rawBody: {
    name: 'ALTER_LIMIT_RAW_BODY',
    fallback: '0',
    words: 'Bytes of a body in the raw form of /request; 0 is unlimited.',
  },
  connectMs: {
    name: 'ALTER_TIMEOUT_CONNECT_MS',
    fallback: '10000',
    words: 'Milliseconds to reach a provider (DNS, TCP, TLS).',
  },
  headersMs: {
    name: 'ALTER_TIMEOUT_HEADERS_MS',
    fallback: '90000',
    words: "Milliseconds until the head of a provider's answer; then 504 `upstream_timeout`.",
  },
  idleMs: {
    name: 'ALTER_TIMEOUT_IDLE_MS',
    fallback: '60000',
    words: 'Milliseconds that a body may stand still, in either direction.',
  },
  tokenCallMs: {
    name: 'ALTER_TIMEOUT_TOKEN_CALL_MS',
    fallback: '60000',
    words: 'Milliseconds of a call to a token, account or revocation endpoint.',
  },
  refreshWaitMs: {
    name: 'ALTER_TIMEOUT_REFRESH_WAIT_MS',
    fallback: '25000',
    words: 'Milliseconds a caller waits for a refresh that somebody else runs; then 409 `token_refresh_in_progress`.',
  },
  verifyManyMs: {
    name: 'ALTER_TIMEOUT_VERIFY_MANY_MS',
    fallback: '10000',
    words:
      'Milliseconds that a health check of many grants waits for their providers, all together; the rest is answered `unverified`.',
  },
  verifyEveryMs: {
    name: 'ALTER_VERIFY_EVERY_MS',
    fallback: '10000',
    words:
      'A health check with `verify=true` asks the provider about one credential once in this many milliseconds, over all servers; who asks sooner is told the same, or 429. 0: every time.',
  },
  leaseMs: {
    name: 'ALTER_REFRESH_LEASE_MS',
    fallback: '10000',
    words:
      'Milliseconds that one process has the right to refresh a grant alone. It is prolonged while the token call runs; when a process dies, the others wait this long.',
  },
  leaseRenewMs: {
    name: 'ALTER_REFRESH_LEASE_RENEW_MS',
    fallback: '3000',
    words: 'Milliseconds between two prolongations of that right.',
  },
  leaseMarginMs: {
    name: 'ALTER_REFRESH_LEASE_MARGIN_MS',
    fallback: '3000',
    words:
      'Milliseconds that must be left of that right when the token call is written to the network; else it is not sent.',
  },
  clockBoundMs: {
    name: 'ALTER_REFRESH_CLOCK_BOUND_MS',
    fallback: '10000',
    words:
      'Milliseconds by which the clocks of servers that share a store may differ. A token whose fate is unknown is not sent again before ALTER_TIMEOUT_TOKEN_CALL_MS and this have passed.',
  },
  cooldownMs: {
    name: 'ALTER_REFRESH_COOLDOWN_MS',
    fallback: '30000',
    words: 'Milliseconds without a token call for a grant after one that failed for now, over all servers.',
  },
  forcedEveryMs: {
    name: 'ALTER_REFRESH_FORCED_EVERY_MS',
    fallback: '60000',
    words: "A provider's 401 forces at most one refresh per grant in this many milliseconds, over all servers.",
  },
  aheadMs: {
    name: 'ALTER_REFRESH_AHEAD_MS',
    fallback: '300000',
    words:
      'How many milliseconds before its end a token is refreshed in the background, at most; never earlier than in the last tenth of its life. A provider entry may say its own.',
  },
  retryPauseMs: {
    name: 'ALTER_REFRESH_RETRY_PAUSE_MS',
    fallback: '200',
    words: 'Milliseconds before the second of at most three tries; the pause doubles, and half of it is chance.',
  },
  retryAfterMs: {
    name: 'ALTER_REFRESH_RETRY_AFTER_MS',
    fallback: '5000',
    words: 'The longest Retry-After, in milliseconds, that is waited for at once; a longer one becomes the cooldown.',
  },
  lookEveryMs: {
    name: 'ALTER_REFRESH_LOOK_EVERY_MS',
    fallback: '100',
    words: 'How often, in milliseconds, a server looks whether another one has finished a refresh.',
  },
  unsafeRefreshFault: {
    name: 'ALTER_UNSAFE_REFRESH_FAULT',
    fallback: 'none',
    words:
      'Development only, for tests of crashes: `kill@<point>` or `pause@<point>` ends or stops this process at a point of a refresh (docs/refresh.md has the table).',
  },
} as const satisfies Record<string, Setting>;

type SettingId = keyof typeof settings;
type Environment = Readonly<Record<string, string | undefined>>;

const configNames = ['alter.config.ts', 'alter.config.mjs', 'alter.config.js', 'alter.config.json'];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and validates every setting.
 * @param env defaults to the process's environment
 * @param cwd folder that relative paths start from
 * @throws ConfigMistakes with all mistakes
 */
export function readConfig(env: Environment = process.env, cwd: string = process.cwd()): Config {
  const reader = new Reader(env);
  const mode = reader.choice('mode', ['production', 'development'], 'production');
  const development = mode === 'development';
  const port = reader.number('port', 4400, 0, 65_535);
  const config: Config = {
    mode,
    publicUrl: reader.origin('publicUrl', development ? `http://localhost:${port}` : null),
    host: reader.text('host') ?? (development ? '127.0.0.1' : '0.0.0.0'),
    port,
    dataDir: resolve(cwd, reader.text('dataDir') ?? '.data'),
    storeUrl: reader.connectionString('storeUrl', ['mongodb', 'mongodb+srv']),
    configFile: findConfigFile(reader, cwd),
    encryptionKeys: reader.text('encryptionKeys'),
    encryptionKeyFile: reader.path('encryptionKeyFile', cwd),
    trustedProxies: reader.number('trustedProxies', 0, 0, 16),
    logLevel: reader.choice('logLevel', logLevels, 'info'),
    drainMs: reader.number('drainMs', 30_000, 0, 600_000),
    unsafeAllowLoopback: reader.flag('unsafeAllowLoopback'),
    limits: {
      jsonBody: reader.number('jsonBody', 262_144, 1024, 16_777_216),
      intentBody: reader.number('intentBody', 26_214_400, 1024, 104_857_600),
      proxyAnswer: reader.number('proxyAnswer', 10_485_760, 1024, 104_857_600),
      rawBody: reader.number('rawBody', 0, 0, Number.MAX_SAFE_INTEGER),
    },
    timeouts: {
      connectMs: reader.number('connectMs', 10_000, 10, 120_000),
      headersMs: reader.number('headersMs', 90_000, 10, 600_000),
      idleMs: reader.number('idleMs', 60_000, 10, 3_600_000),
      tokenCallMs: reader.number('tokenCallMs', 60_000, 10, 120_000),
      refreshWaitMs: reader.number('refreshWaitMs', 25_000, 10, 120_000),
      verifyManyMs: reader.number('verifyManyMs', 10_000, 10, 120_000),
    },
    verifyEveryMs: reader.number('verifyEveryMs', 10_000, 0, 600_000),
    refresh: {
      leaseMs: reader.number('leaseMs', 10_000, 50, 120_000),
      leaseRenewMs: reader.number('leaseRenewMs', 3_000, 10, 60_000),
      leaseMarginMs: reader.number('leaseMarginMs', 3_000, 10, 60_000),
      clockBoundMs: reader.number('clockBoundMs', 10_000, 0, 600_000),
      cooldownMs: reader.number('cooldownMs', 30_000, 0, 3_600_000),
      forcedEveryMs: reader.number('forcedEveryMs', 60_000, 0, 3_600_000),
      aheadMs: reader.number('aheadMs', 300_000, 0, 3_600_000),
      retryPauseMs: reader.number('retryPauseMs', 200, 0, 10_000),
      retryAfterMs: reader.number('retryAfterMs', 5_000, 0, 60_000),
      lookEveryMs: reader.number('lookEveryMs', 100, 5, 10_000),
    },
    unsafeRefreshFault: reader.text('unsafeRefreshFault'),
  };
  reader.unknown();
  checkLease(config.refresh, reader);
  checkMode(config, env, reader);
  if (reader.mistakes.length > 0) throw new ConfigMistakes(reader.mistakes);
  return config;
}

/** A right that runs out before it is prolonged would be no right. */
function checkLease({ leaseMs, leaseRenewMs, leaseMarginMs }: RefreshTimes, reader: Reader): void {
  const wanted = `less than half of ${settings.leaseMs.name} (${leaseMs})`;
  if (leaseRenewMs * 2 >= leaseMs) reader.mistake('leaseRenewMs', String(leaseRenewMs), wanted);
  if (leaseMarginMs * 2 >= leaseMs) reader.mistake('leaseMarginMs', String(leaseMarginMs), wanted);
}

/** What only one mode allows, and what only one mode needs. */
function checkMode(config: Config, env: Environment, reader: Reader): void {
  if (config.mode === 'development') {
    if (!isLoopbackName(config.publicUrl.hostname)) {
      reader.mistake(
        'publicUrl',
        config.publicUrl.origin,
        'a loopback address in development: http://localhost:<port>',
      );
    }
    if (!isLoopbackName(config.host)) reader.mistake('host', config.host, 'a loopback address in development');
    return;
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('ALTER_UNSAFE_') && env[name]) {
      reader.mistakes.push(`${name} is set: settings with UNSAFE in their name are for ALTER_MODE=development only`);
    }
  }
  const plain = config.publicUrl.protocol === 'http:' && !isLoopbackName(config.publicUrl.hostname);
  if (plain)
    reader.mistake('publicUrl', config.publicUrl.origin, 'https: browsers refuse the cookies of a plain http vault');
  if (!config.encryptionKeys && !config.encryptionKeyFile) {
    reader.mistakes.push(
      `${settings.encryptionKeys.name} (or ${settings.encryptionKeyFile.name}) is not set: production does not start without a key. ` +
        'Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
}

/** The names and literals a browser treats as this machine. */
export const isLoopbackName = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  /^127(\.\d+){3}$/.test(host) ||
  host === '[::1]' ||
  host === '::1';

/** Values that an alter.config file takes from outside it, so that it can be committed. */
export function readReference(
  reference: { env: string } | { file: string },
  base: string,
  env: Environment = process.env,
): { value: string } | { missing: string } {
  if ('env' in reference) {
    const value = env[reference.env];
    return value ? { value } : { missing: `the environment has no ${reference.env}` };
  }
  try {
    return { value: readFileSync(resolve(base, reference.file), 'utf8').trim() };
  } catch (cause) {
    return {
      missing: `${reference.file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
    };
  }
}

function findConfigFile(reader: Reader, cwd: string): string | null {
  const given = reader.path('configFile', cwd);
  if (given) {
    if (!exists(given)) reader.mistake('configFile', given, 'a file that exists');
    return given;
  }
  return configNames.map((name) => resolve(cwd, name)).find(exists) ?? null;
}

function exists(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

class Reader {
  readonly mistakes: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  text(id: SettingId): string | null {
    return this.#env[settings[id].name]?.trim() || null;
  }

  path(id: SettingId, cwd: string): string | null {
    const text = this.text(id);
    return text && resolve(cwd, text);
  }

  number(id: SettingId, fallback: number, min: number, max: number): number {
    const text = this.text(id);
    if (text === null) return fallback;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    this.mistake(id, text, `a whole number from ${min} to ${max}`);
    return fallback;
  }

  choice<const T extends string>(id: SettingId, allowed: readonly T[], fallback: NoInfer<T>): T {
    const text = this.text(id);
    if (text === null) return fallback;
    const found = allowed.find((one) => one === text);
    if (found) return found;
    this.mistake(id, text, `one of ${allowed.join(', ')}`);
    return fallback;
  }

  flag(id: SettingId): boolean {
    const text = this.text(id);
    if (text !== null && text !== 'true' && text !== 'false') this.mistake(id, text, 'true or false');
    return text === 'true';
  }

  connectionString(id: SettingId, schemes: readonly string[]): string | null {
    const text = this.text(id);
    if (text === null || schemes.some((scheme) => text.startsWith(`${scheme}://`))) return text;
    this.mistake(id, text, schemes.map((scheme) => `${scheme}://…`).join(' or '));
    return null;
  }

  origin(id: SettingId, fallback: string | null): URL {
    const text = this.text(id) ?? fallback;
    const placeholder = new URL('http://localhost');
    if (text === null) {
      this.mistakes.push(`${settings[id].name} is not set: ${settings[id].words}`);
      return placeholder;
    }
    const url = URL.parse(text);
    const bare = url && ['http:', 'https:'].includes(url.protocol) && url.href === `${url.origin}/`;
    if (bare) return url;
    this.mistake(id, text, 'an origin such as https://vault.example.com');
    return placeholder;
  }

  /** A misspelt setting would silently not act. */
  unknown(): void {
    const known = new Set<string>(Object.values(settings).map((setting) => setting.name));
    for (const name of Object.keys(this.#env)) {
      if (!/^ALTER_/.test(name) || known.has(name) || /^ALTER_(TEST|DEMO|BROWSER|BASE_URL|API_KEY)/.test(name))
        continue;
      this.mistakes.push(`${name} is not a setting of this version; see docs/configuration.md`);
    }
  }

  mistake(id: SettingId, seen: string, wanted: string): void {
    const setting: Setting = settings[id];
    this.mistakes.push(`${setting.name} is ${setting.secret ? '<redacted>' : JSON.stringify(seen)}; wanted: ${wanted}`);
  }
}
