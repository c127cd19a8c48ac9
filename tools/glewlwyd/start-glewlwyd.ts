/** One Glewlwyd on loopback, with a database of its own that goes with it. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

export interface Glewlwyd {
  origin: string;
  /** Discovery is below it. */
  issuer: string;
  addClient(client: { id: string; secret: string; redirectUri: string }): Promise<void>;
  addPerson(person: { login: string; password: string; name: string; email: string }): Promise<void>;
  /** What it logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Its input ends when we do, however we end: so nothing is left running. */
const guard = `
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
pid=$!
read -r _ || :
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
rm -rf "$folder"
`;

/** @param root a folder of `findGlewlwyd` */
export async function startGlewlwyd(root: string): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-glewlwyd-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  makeDatabase(root, join(folder, 'glewlwyd.db'));
  const configFile = join(folder, 'glewlwyd.conf');
  writeFileSync(configFile, configOf(root, folder, port));
  const libraries = globSync(join(root, 'usr/lib/*/libulfius.so*')).map((file) => join(file, '..'));
  const command = [join(root, 'usr/bin/glewlwyd'), `--config-file=${configFile}`];
  const child = spawn('sh', ['-c', guard, 'sh', folder, ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { ...process.env, LD_LIBRARY_PATH: libraries[0] ?? '' },
  });
  const exited = once(child, 'exit');
  child.unref();
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  const stop = async () => {
    child.ref();
    child.stdin.end();
    await exited;
  };
  try {
    const admin = await signedIn(origin, log);
    await admin('mod/plugin', pluginOf(`${origin}/api/oidc`));
    await admin('scope', {
      name: 'read',
      display_name: 'read',
      description: 'read your notes',
      password_required: true,
    });
    return {
      origin,
      issuer: `${origin}/api/oidc`,
      addClient: (client) => admin('client', clientOf(client)),
      addPerson: ({ login, ...person }) =>
        admin('user', { username: login, enabled: true, scope: ['openid', 'read', 'g_profile'], ...person }),
      log,
      stop,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Debian ships the statements that make an empty database, with an administrator in it. */
function makeDatabase(root: string, file: string): void {
  const statements = readFileSync(join(root, 'usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz'));
  const db = new DatabaseSync(file);
  db.exec(gunzipSync(statements).toString());
  db.close();
}

const configOf = (root: string, folder: string, port: number): string => `
port=${String(port)}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:${String(port)}"
login_url="login.html"
api_prefix="api"
static_files_path="${root}/usr/share/glewlwyd/webapp/"
log_mode="console"
log_level="INFO"
cookie_domain="127.0.0.1"
cookie_secure=0
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="${root}/usr/lib/glewlwyd/user"
user_middleware_module_path="${folder}"
client_module_path="${root}/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="${root}/usr/lib/glewlwyd/scheme"
plugin_module_path="${root}/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "${folder}/glewlwyd.db"; };
static_files_mime_types = (
  { extension = ".html"; mime_type = "text/html"; compress = 0 },
  { extension = ".js"; mime_type = "application/javascript"; compress = 0 },
  { extension = ".css"; mime_type = "text/css"; compress = 0 },
  { extension = ".json"; mime_type = "application/json"; compress = 0 }
)
`;

type Admin = (what: string, body: object) => Promise<void>;

/** As the administrator of a fresh database. */
async function signedIn(origin: string, log: () => string): Promise<Admin> {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${origin}/api/${path}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const answer = await whenUp(() => post('auth', { username: 'admin', password: 'password' }), log);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  return async (what, body) => {
    const said = await post(what, body, { cookie });
    if (!said.ok) throw new Error(`glewlwyd does not take a ${what}: ${await said.text()}`);
  };
}

async function whenUp(ask: () => Promise<Response>, log: () => string): Promise<Response> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await ask().catch(() => null);
    if (answer?.ok) return answer;
    await sleep(100);
  }
  throw new Error(`glewlwyd does not answer: ${log().slice(-2000)}`);
}

/** Code with PKCE, devices, clients for themselves; each refresh token works once. */
function pluginOf(issuer: string): object {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const parameters = {
    iss: issuer,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: privateKey,
    cert: publicKey,
    'access-token-duration': 3600,
    'refresh-token-duration': 86_400,
    'code-duration': 60,
    'refresh-token-rolling': false,
    'refresh-token-one-use': 'always',
    'allow-non-oidc': true,
    'auth-type-code-enabled': true,
    'auth-type-code-revoke-replayed': true,
    'auth-type-token-enabled': false,
    'auth-type-id-token-enabled': false,
    'auth-type-none-enabled': false,
    'auth-type-password-enabled': false,
    'auth-type-client-enabled': true,
    'auth-type-device-enabled': false,
    'auth-type-refresh-enabled': true,
    'jwks-show': true,
    'jwks-x5c': [],
    'subject-type': 'public',
    scope: [],
    'additional-parameters': [],
    claims: [],
    'name-claim': 'mandatory',
    'email-claim': 'mandatory',
    'pkce-allowed': true,
    'pkce-required': true,
    'pkce-method-plain-allowed': false,
    'introspection-revocation-allowed': true,
    'introspection-revocation-auth-scope': [],
    'introspection-revocation-allow-target-client': true,
  };
  return { module: 'oidc', name: 'oidc', display_name: 'OpenID Connect', order_rank: 0, readonly: false, parameters };
}

const clientOf = ({ id, secret, redirectUri }: { id: string; secret: string; redirectUri: string }): object => ({
  client_id: id,
  name: 'Alter',
  confidential: true,
  enabled: true,
  password: secret,
  client_secret: secret,
  redirect_uri: [redirectUri],
  authorization_type: ['code', 'refresh_token'],
  token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
  scope: [],
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
