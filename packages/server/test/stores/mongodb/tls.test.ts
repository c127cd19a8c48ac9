/** A database that speaks TLS alone, as one across a network does; its authority is made for the test. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { keyRow } from '../../../../../test/contracts/store/rows.ts';
import { findMongodProgram, noProgram } from '../../../../../tools/mongod/find-mongod.ts';
import { startMongodProcess, type MongodProcess } from '../../../../../tools/mongod/mongod-process.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'alter-tls-'));
const at = (name: string): string => join(folder, name);
const openssl = ['/usr/bin/openssl', '/usr/local/bin/openssl', '/opt/homebrew/bin/openssl'].find(existsSync);
const missing = 'no openssl here to make a certificate with; install it to run this';
let mongod: MongodProcess | undefined;
let without: string | null = null;

/** An authority and a certificate of it, valid for a day. */
function certify(authority: string, host: string): void {
  const run = (...args: string[]): void => void execFileSync(openssl!, args, { cwd: folder, stdio: 'pipe' });
  const fresh = ['-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  run('req', '-x509', ...fresh, '-subj', `/CN=${authority}`, '-keyout', `${authority}.key`, '-out', `${authority}.pem`);
  run('req', ...fresh, '-subj', '/CN=database', '-keyout', 'database.key', '-out', 'database.csr');
  writeFileSync(at('names'), `subjectAltName=${host}\n`);
  const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-extfile', 'names'];
  run('x509', '-req', '-in', 'database.csr', ...by, '-days', '1', '-out', 'database.crt');
  writeFileSync(
    at(`of-${authority}.pem`),
    readFileSync(at('database.crt'), 'utf8') + readFileSync(at('database.key'), 'utf8'),
  );
}

beforeAll(async () => {
  const found = await findMongodProgram();
  if (!found) without = noProgram;
  else if (!openssl) without = missing;
  else {
    certify('stranger', 'IP:127.0.0.1');
    certify('authority', 'IP:127.0.0.1');
    const flags = ['--tlsMode', 'requireTLS', '--tlsCertificateKeyFile', at('of-authority.pem')];
    mongod = await startMongodProcess(found.file, flags);
    await answering();
  }
}, 300_000);
afterAll(async () => {
  await mongod?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach((context) => {
  if (without !== null) context.skip(without);
});

const url = (query: string, host = '127.0.0.1'): string => {
  const address = mongod!.address.replace('127.0.0.1', host);
  return `mongodb://${address}/vault?serverSelectionTimeoutMS=1500&${query}`;
};
const trusting = (authority: string): string => `tls=true&tlsCAFile=${encodeURIComponent(at(`${authority}.pem`))}`;

async function answering(): Promise<void> {
  const up = async (): Promise<boolean> => {
    const client = new MongoClient(url(trusting('authority')));
    return client.connect().then(
      () => client.close().then(() => true),
      () => client.close().then(() => false),
    );
  };
  for (let tries = 0; tries < 60; tries++) if (await up()) return;
  throw new Error(`mongod did not come up:\n${mongod!.logTail()}`);
}

async function refusal(query: string, host?: string): Promise<string> {
  const error = await openMongodb({ url: url(query, host) }).then(
    (store) => store.close().then(() => 'it opened'),
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(StoreUnavailable);
  return String(error);
}

it('is used over TLS when the connection string says so and names the authority', async () => {
  const store = await openMongodb({ url: url(trusting('authority')) });
  const row = keyRow();
  await store.keys.create(row);
  expect(await store.keys.findByHash(row.hash)).toEqual(row);
  await store.close();
});

it('is not trusted on the word of another authority, and the message says what to look at', async () => {
  const words = await refusal(trusting('stranger'));
  expect(words).toContain('its certificate cannot be trusted');
  expect(words).toContain('tlsCAFile');
  expect(words).toContain('127.0.0.1');
});

it('is not trusted without the authority’s file either', async () => {
  expect(await refusal('tls=true')).toContain('its certificate cannot be trusted');
});

it('is not trusted under a name that its certificate does not have', async () => {
  const words = await refusal(trusting('authority'), 'localhost');
  expect(words).toContain('its certificate cannot be trusted');
  expect(words).toContain('localhost');
});

it('answers nobody who speaks no TLS, and the message says that this may be why', async () => {
  expect(await refusal('tls=false')).toContain('no server answers; is ALTER_STORE_URL right (tls=true?)');
});

it('says which file is not there', async () => {
  const words = await refusal(`tls=true&tlsCAFile=${encodeURIComponent(at('nowhere.pem'))}`);
  expect(words).toContain('ALTER_STORE_URL names a file that cannot be read');
  expect(words).toContain('nowhere.pem');
});
