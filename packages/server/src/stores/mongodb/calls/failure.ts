import {
  MongoBulkWriteError,
  MongoDriverError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';
import { StoreUnavailable } from '../../store.ts';

/** Codes of the server (https://www.mongodb.com/docs/manual/reference/error-codes/). */
const duplicateKey = 11000;
const failedValidation = 121;
const words: Readonly<Record<number, string>> = {
  13: 'its user lacks a privilege; it needs the role readWrite on this database',
  18: 'user name or password is wrong, or the user is of another database (`authSource` in ALTER_STORE_URL)',
  43: 'a long read was cut short, as an election does; ask again',
  134: 'the replica set does not know yet what a majority of it has, since it has just started; wait',
  8000: 'user name or password is wrong',
  13297: 'there is a database whose name differs in upper and lower case alone; ALTER_STORE_URL has to name it exactly',
};

const badValue = 2;
const noQueryExecutionPlans = 291;

/** The unique index that refused a write; null for any other error. */
export function refusedBy(error: unknown): string | null {
  if (!(error instanceof MongoServerError) || error.code !== duplicateKey) return null;
  return /index: (\S+)/.exec(error.message)?.[1] ?? 'unknown';
}

/** What a caller of the store is thrown. An error that is neither the driver's nor the server's stays what it is. */
export function errorOf(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  if (isRefusal(error)) return new Error(`the store refused the row: ${error.message}`, { cause: error });
  // Without a cause: the server repeats the whole query, and with it whom it was about.
  if (isWithoutIndex(error)) return new StoreUnavailable(`the store cannot be used: ${indexNeeded(error)}`);
  const why = unavailable(error);
  if (why === null) return new Error(`the store failed: ${error.message}`, { cause: error });
  return new StoreUnavailable(`the store cannot be used: ${why}`, { cause: error });
}

/** Not who asks, and what for. */
const lasting: readonly unknown[] = [13, 18, 8000, 13297];

/** Whether it passes by itself: the connection, an election, a slow majority. */
export const isPassing = (error: unknown): boolean =>
  error instanceof MongoError &&
  !isWithoutIndex(error) &&
  !lasting.includes(error.code) &&
  errorOf(error) instanceof StoreUnavailable;

const isRefusal = (error: MongoError): boolean =>
  !(error instanceof MongoWriteConcernError) && (error.code === duplicateKey || error.code === failedValidation);

/** Every query names its index, and is refused rather than answered by a look at every document. */
const isWithoutIndex = (error: MongoError): boolean =>
  (error.code === badValue || error.code === noQueryExecutionPlans) && /\bhint\b/i.test(error.message);

function indexNeeded({ message }: MongoError): string {
  const where = /\bns=\S+?\.(\w+)/.exec(message)?.[1];
  const what = `an index${where === undefined ? '' : ` of "${where}"`} is missing, hidden or being built`;
  return `${what}; "alter store verify" says which, and "alter store migrate" makes what is missing`;
}

/** Why the database cannot serve now; null: it can, and something else is wrong. */
function unavailable(error: MongoError): string | null {
  const known = typeof error.code === 'number' ? words[error.code] : undefined;
  if (known !== undefined) return `${known} (MongoDB ${String(error.code)}: ${error.message})`;
  if (error instanceof MongoServerSelectionError) return unreachable(error);
  if (error.name === 'MongoWaitQueueTimeoutError') {
    return 'all its connections are in use and none came free in time; raise maxPoolSize or send less';
  }
  if (error instanceof MongoNetworkError) return `the connection broke: ${error.message}`;
  if (isWriteConcern(error)) return `a majority did not acknowledge a write in time: ${error.message}`;
  // The driver's bulk writes hide what broke them: no document was refused, so it was the way there.
  if (error instanceof MongoBulkWriteError && [error.writeErrors].flat().length === 0) {
    return `a write was broken off: ${error.message}`;
  }
  // The pool was closed under us, the topology went away, the operation ran out of time.
  if (error instanceof MongoDriverError) return error.message;
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) {
    return `the primary stepped down: ${error.message}`;
  }
  return isStateChange(error) ? `no primary answers: ${error.message}` : null;
}

const isWriteConcern = (error: MongoError): boolean =>
  error instanceof MongoWriteConcernError ||
  (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() != null);

/** Not writable primary, interrupted by a shutdown or an election, out of time, out of disk. */
const isStateChange = (error: MongoError): boolean =>
  [50, 64, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436, 14031].includes(Number(error.code));

/** What Node calls a certificate that does not hold (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const certificateErrors = /CERT|UNABLE_TO_(GET|VERIFY)|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH/;

function isUntrusted(error: Error | null | undefined): boolean {
  const cause = error?.cause as NodeJS.ErrnoException | undefined;
  return typeof cause?.code === 'string' && certificateErrors.test(cause.code);
}

function unreachable(error: MongoServerSelectionError): string {
  const servers = [...(error.reason?.servers.values() ?? [])];
  const refused = servers.map((server) => server.error).find((cause) => cause?.code === 18 || cause?.code === 13);
  if (refused) return `${words[Number(refused.code)]!} (${refused.message})`;
  const seen = servers.map((server) => `${server.address}: ${server.error?.message ?? server.type}`);
  if (servers.some((server) => isUntrusted(server.error))) {
    return `its certificate cannot be trusted; tlsCAFile in ALTER_STORE_URL names the authority (${seen.join('; ')})`;
  }
  if (servers.some((server) => server.type === 'RSGhost')) {
    return `the replica set was never initiated, or has lost its configuration (${seen.join('; ')})`;
  }
  const answering = servers.some((server) => server.type !== 'Unknown');
  const what = answering
    ? 'no primary answers'
    : 'no server answers; is ALTER_STORE_URL right (tls=true?), and does MongoDB run?';
  return `${what} (${seen.join('; ') || error.message})`;
}
