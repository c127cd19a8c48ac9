import type { Behaviour, OAuthError } from './behaviour.ts';
import { errorAnswer } from './error-answer.ts';
import type { LogEntry, Outcome } from './log.ts';
import type { Tenant } from './tenant.ts';
import type { Asked, Reply } from './wire.ts';

/** One request at one endpoint of one vendor. */
export interface Call {
  tenant: Tenant;
  behaviour: Behaviour;
  asked: Asked;
  /** What is known of it, for the log. */
  entry: LogEntry;
  /** Where the emulator itself is, e.g. `http://127.0.0.1:4711`. */
  origin: string;
}

export type Endpoint = (call: Call) => Reply;

/** A refusal as a vendor's page: no redirect, for a person to read. */
export function refusedPage({ entry }: Call, why: string): Reply {
  Object.assign(entry, { outcome: 'refused', why });
  return { status: 400, headers: { 'content-type': 'text/plain' }, body: `refused: ${why}` };
}

/** A refusal in the vendor's words. */
export function refusedWith({ entry, behaviour }: Call, outcome: Outcome, error: OAuthError, why: string): Reply {
  Object.assign(entry, { outcome, why });
  return errorAnswer(behaviour, error, why);
}
