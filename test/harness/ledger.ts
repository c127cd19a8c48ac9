/** What a service under load has promised, so that a test can hold it to that; and what else it said. */

/** How a request came out, for whoever asked. */
export type Outcome = 'done' | 'refused' | 'unavailable';

export interface Ledger {
  /** Grants whose connect was confirmed. */
  readonly granted: Set<string>;
  /** Grants whose revocation was confirmed; and those whose was asked for, whatever came of it. */
  readonly revoked: Set<string>;
  readonly ending: Set<string>;
  /** Request ids of calls whose answer was the provider's, and of confirmed revocations. */
  readonly calls: string[];
  readonly revocations: string[];
  /** Answers that no client should get, in words. */
  readonly wrong: string[];
  /** Each call that was answered with a 503, by the monotonic clock. */
  readonly unavailable: { began: number; ended: number }[];
  /** When the newest call that was served had begun. */
  servedFrom: number;
  readonly counts: Record<Outcome, number>;
  /** The longest that any answer took, in milliseconds. */
  longestMs: number;
}

export const newLedger = (): Ledger => ({
  granted: new Set(),
  revoked: new Set(),
  ending: new Set(),
  calls: [],
  revocations: [],
  wrong: [],
  unavailable: [],
  servedFrom: 0,
  counts: { done: 0, refused: 0, unavailable: 0 },
  longestMs: 0,
});

/** Codes of a refusal that passes. */
const passing = ['store_unavailable', 'audit_unavailable'];

/** Asks, and enters what came: an answer, a refusal of the grant, or a clear 503. Anything else is wrong. */
export async function ask(
  ledger: Ledger,
  refusals: readonly string[],
  send: () => Promise<Response>,
): Promise<{ outcome: Outcome; requestId: string }> {
  const began = performance.now();
  try {
    const answer = await send();
    const body = await answer.text();
    const outcome = outcomeOf(answer, body, refusals);
    if (outcome === null) ledger.wrong.push(`${String(answer.status)} ${body.slice(0, 300)}`);
    else enter(ledger, outcome, began);
    return { outcome: outcome ?? 'unavailable', requestId: requestIdOf(answer) };
  } catch (cause) {
    ledger.wrong.push(`no answer: ${String(cause)}`);
    return { outcome: 'unavailable', requestId: '' };
  } finally {
    ledger.longestMs = Math.max(ledger.longestMs, performance.now() - began);
  }
}

/** On a provider's answer all names of ours are our own. */
const requestIdOf = ({ headers }: Response): string =>
  headers.get('x-alter-request-id') ?? headers.get('x-request-id') ?? '';

function enter(ledger: Ledger, outcome: Outcome, began: number): void {
  ledger.counts[outcome]++;
  if (outcome === 'unavailable') ledger.unavailable.push({ began, ended: performance.now() });
  else ledger.servedFrom = Math.max(ledger.servedFrom, began);
}

function outcomeOf(answer: Response, body: string, refusals: readonly string[]): Outcome | null {
  if (answer.status === 200) return 'done';
  const { error = '', message = '' } = errorOf(body);
  if (refusals.includes(error)) return 'refused';
  const clear = answer.status === 503 && passing.includes(error) && message.length > 20;
  return clear && Number(answer.headers.get('retry-after')) > 0 ? 'unavailable' : null;
}

function errorOf(body: string): { error?: string; message?: string } {
  try {
    return JSON.parse(body) as { error?: string; message?: string };
  } catch {
    return {};
  }
}
