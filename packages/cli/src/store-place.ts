/** Which store a command is about, and opening it. */
import {
  configuredPlace,
  openHoldings,
  placeOf,
  readConfig,
  StoreUnavailable,
  type Holdings,
  type Place,
} from '@alter/server/operator';
import { Failure, UsageError, type Call } from './command.ts';

const forms = 'mongodb://…, or the file of an embedded store; env:NAME takes it from that variable';

export const storeOption = { value: 'url', words: `Another store than the configured one: ${forms}.` };
export const placeOption = (words: string) => ({ value: 'url', required: true, words: `${words}: ${forms}.` });

/** What `--store` names, else what the server would use. @throws UsageError, ConfigMistakes */
export const placeOfCall = (call: Call): Place =>
  placeNamed(call, 'store') ?? configuredPlace(readConfig(call.io.env, call.io.cwd));

/** @throws UsageError when the variable it names is empty, or it is a URL of another kind */
export function placeNamed({ flags, io }: Call, option: string): Place | null {
  const text = flags.text(option);
  if (text === null) return null;
  if (!text.startsWith('env:')) return knownPlace(text, option, io.cwd);
  const value = io.env[text.slice('env:'.length)];
  if (!value) throw new UsageError(`--${option} ${text}: that variable is not set.`);
  return knownPlace(value, option, io.cwd);
}

/** A misspelt connection string would be a file's path, with the password in the names of new folders. */
function knownPlace(text: string, option: string, cwd: string): Place {
  const isOther = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/^(mongodb(\+srv)?|file):\/\//.test(text);
  if (isOther) throw new UsageError(`--${option} is a URL of no known kind; wanted: ${forms}.`);
  return placeOf(text, cwd);
}

export async function withHoldings(
  place: Place,
  mode: 'read' | 'write',
  act: (holdings: Holdings) => Promise<void>,
): Promise<void> {
  const holdings = await inWords(() => openHoldings(place, mode));
  try {
    await inWords(() => act(holdings));
  } finally {
    await holdings.close();
  }
}

/** @throws Failure for what the store says */
export async function inWords<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    // A plain error of a store is words for people too: a row that was refused, a file that is too new.
    const isWords = cause instanceof StoreUnavailable || (cause instanceof Error && cause.constructor === Error);
    if (isWords) throw new Failure(cause.message, { cause });
    throw cause;
  }
}

export const count = (n: number): string => n.toLocaleString('en-US');
