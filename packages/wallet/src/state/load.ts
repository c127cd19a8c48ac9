import type { WalletError } from '../wallet-error.ts';
import { ask, type Question } from './ask.ts';
import type { StateHost } from './host.ts';

/** Of what is asked for and then shown. */
export type LoadState = { kind: 'loading' } | { kind: 'failed'; problem: WalletError } | { kind: 'ready' };

/**
 * Asks for what `part` shows, and keeps its state.
 * @param take gives the answer to the part, before that is shown as ready
 * @returns what `take` does; undefined when no answer came, or nobody waits for it any more
 */
export async function load<T, Taken>(
  host: StateHost,
  part: { state: LoadState },
  question: Question<T>,
  take: (answer: T) => Taken,
): Promise<Taken | undefined> {
  part.state = { kind: 'loading' };
  host.requestUpdate();
  const asked = await ask(host, question);
  if (asked === 'dropped') return undefined;
  host.requestUpdate();
  if ('problem' in asked) {
    part.state = { kind: 'failed', problem: asked.problem };
    return undefined;
  }
  part.state = { kind: 'ready' };
  return take(asked.answer);
}
