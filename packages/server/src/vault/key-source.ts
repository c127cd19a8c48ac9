import { createSecretKey } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ConfigMistakes, settings, type Config } from '../config.ts';
import { random, randomToken } from '../lib/random.ts';
import { createKeyring, type Keyring, type RingKey } from './keyring.ts';

type KeyConfig = Pick<Config, 'mode' | 'dataDir' | 'encryptionKeys' | 'encryptionKeyFile'>;

/** What is used of a log here. */
export interface KeyLog {
  info: (facts: object, words: string) => void;
  warn: (facts: object, words: string) => void;
}

const keyId = /^[A-Za-z0-9._-]{1,64}$/;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

const ringSetting = settings.encryptionKeys.name;
const fileSetting = settings.encryptionKeyFile.name;
const noKey =
  `No encryption key is set, and outside development none is made. Set ${ringSetting} to \`id:base64 of 32 bytes\`` +
  ` (several: comma between, the newest first), or ${fileSetting} to a file with one such line per key.` +
  ' Make a key with: echo "k1:$(openssl rand -base64 32)"';

/**
 * The key ring of this installation: from the setting, else from the named file, else, in development only, from a file
 * that is made in the data folder.
 *
 * @throws ConfigMistakes with everything that is wrong; no key is ever part of a sentence
 */
export function readKeyring(config: KeyConfig, log: KeyLog): Keyring {
  if (config.encryptionKeys !== null && config.encryptionKeyFile !== null) {
    throw new ConfigMistakes([
      `${ringSetting} and ${fileSetting} are both set. Keep one, so that it is plain which keys count.`,
    ]);
  }
  if (config.encryptionKeys !== null) {
    return createKeyring(parseKeys(config.encryptionKeys.split(','), ringSetting));
  }
  if (config.encryptionKeyFile !== null) return fromFile(config.encryptionKeyFile, config, log);
  if (config.mode === 'production') throw new ConfigMistakes([noKey]);
  return developmentKeyring(config, log);
}

function developmentKeyring(config: KeyConfig, log: KeyLog): Keyring {
  const file = join(config.dataDir, 'development.key');
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const made = makeKeyFile(file);
  const ring = fromFile(file, config, log);
  const lose = `${file}. Lose this file and everything sealed is lost.`;
  if (made) log.warn({ file }, `A new encryption key was made: ${lose}`);
  else log.info({ file }, `The development encryption key is read from ${lose}`);
  return ring;
}

/** False when the file is there already. Written aside and linked into place: another process never reads half of it. */
function makeKeyFile(file: string): boolean {
  const aside = `${file}.${randomToken(6)}`;
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, `development:${random(32).toString('base64')}\n`);
    fsyncSync(handle);
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    closeSync(handle);
    unlinkSync(aside);
  }
}

function fromFile(file: string, config: KeyConfig, log: KeyLog): Keyring {
  const lines = readLines(file);
  const mode = statSync(file).mode & 0o777;
  if (mode & 0o007) {
    const said = `The key file ${file} can be read by every user of this machine (mode ${mode.toString(8)}). Run: chmod 600 ${file}`;
    if (config.mode === 'production') throw new ConfigMistakes([said]);
    log.warn({ file }, said);
  }
  return createKeyring(parseKeys(lines, file));
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new ConfigMistakes([
      `The key file ${file} cannot be read (${code}). Check ${fileSetting} and the rights of the file.`,
    ]);
  }
}

/** Counts entries from one; never repeats one, because a mistake is printed and an entry is a key. */
function parseKeys(entries: readonly string[], source: string): RingKey[] {
  const mistakes: string[] = [];
  const keys: RingKey[] = [];
  entries.forEach((entry, index) => {
    const where = `${source}, key ${index + 1}`;
    const parsed = parseKey(entry.trim(), where);
    if (typeof parsed === 'string') mistakes.push(parsed);
    else if (keys.some(({ id }) => id === parsed.id))
      mistakes.push(`${where}: the id "${parsed.id}" is used twice. Give every key its own id.`);
    else keys.push(parsed);
  });
  if (keys.length === 0 && mistakes.length === 0)
    mistakes.push(`${source} holds no key. Give one \`id:base64 of 32 bytes\` per line.`);
  if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
  return keys;
}

function parseKey(entry: string, where: string): RingKey | string {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, colon);
  const text = entry.slice(colon + 1);
  if (colon < 0) return `${where}: it must read \`id:base64 of 32 bytes\`; there is no colon.`;
  if (!keyId.test(id)) return `${where}: the id before the colon must be 1 to 64 of A-Z a-z 0-9 . _ -`;
  const bytes = Buffer.from(text, 'base64');
  if (!base64.test(text) || bytes.toString('base64') !== text)
    return `${where} ("${id}"): the part after the colon is not padded base64.`;
  if (bytes.length !== 32) return `${where} ("${id}"): the key is ${bytes.length} bytes long, it must be 32.`;
  return { id, key: createSecretKey(bytes) };
}
