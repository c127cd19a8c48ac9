/** Whether a collection is of the kind that rows can be kept in, and lets in what its validator lets in, and nothing else. */
import type { Document } from 'mongodb';
import type { Finding } from '../../transfer/holdings.ts';

/** Refused documents may be logged as well (from 8.1 on); what matters is that they are refused. */
const refusing = ['error', 'errorAndLog'];
/** Options that no collection of ours has: each of them loses rows, or finds others than those that were asked for. */
const foreign = ['capped', 'expireAfterSeconds', 'collation', 'timeseries', 'viewOn'] as const;

/** @param found as `listCollections` describes it */
export function collectionFaults(name: string, found: Document): Finding[] {
  const options = (found['options'] ?? {}) as Document;
  return [...enforcement(name, options), ...kind(name, options)];
}

/** A view has neither validator nor indexes to look at. */
export const isView = (found: Document | undefined): boolean => found?.['type'] === 'view';

function enforcement(name: string, options: Document): Finding[] {
  const level = String(options['validationLevel'] ?? 'strict');
  const action = String(options['validationAction'] ?? 'error');
  const command = JSON.stringify({ collMod: name, validationLevel: 'strict', validationAction: 'error' });
  const todo = `As an administrator of the database: db.runCommand(${command})`;
  const wrong = (words: string): Finding => ({ what: `the validator of "${name}" ${words}`, todo });
  return [
    level === 'strict' ? [] : wrong(`does not look at every write: validationLevel "${level}"; wanted: "strict"`),
    refusing.includes(action) ? [] : wrong(`refuses nothing: validationAction "${action}"; wanted: "error"`),
  ].flat();
}

function kind(name: string, options: Document): Finding[] {
  return foreign
    .filter((option) => options[option] !== undefined && options[option] !== false)
    .map((option) => ({
      what: `collection "${name}" is of another kind: ${option} ${JSON.stringify(options[option])}; wanted: not set`,
      todo: 'Copy what the database holds into a new one ("alter store copy"), which has the collections as they have to be.',
    }));
}
