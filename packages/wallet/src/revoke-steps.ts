import type { RevocationState } from '@alter/protocol';
import type { Key } from './words.ts';

/** `done` is true now, `busy` is being done, `todo` comes after, `not` will not happen by itself. */
export interface RevokeStep {
  mark: 'done' | 'busy' | 'todo' | 'not';
  key: Key;
}

export interface RevokeSteps {
  steps: readonly RevokeStep[];
  /** The provider does not know: the person is shown where to remove access there. */
  removeThere: boolean;
}

const here: RevokeStep = { mark: 'done', key: 'stepHere' };

/** Every reason not to call the provider reads the same: one app must not learn of another. */
const notTold: Record<'failed' | 'not_called' | 'no_endpoint', Key> = {
  failed: 'stepFailed',
  not_called: 'stepNotCalled',
  no_endpoint: 'stepNoEndpoint',
};

/**
 * The honest lines of a revocation. A line is `done` only once it is true.
 * @param state null while the service has not answered yet
 * @param late the provider has still not answered after the waiting was over
 */
export function revokeSteps(state: RevocationState | null, late: boolean): RevokeSteps {
  if (state === null) return { steps: [{ mark: 'busy', key: 'stepHereWait' }, ...todo('todo')], removeThere: false };
  if (state === 'queued' && !late) return { steps: [here, ...todo('busy')], removeThere: false };
  if (state === 'queued') return { steps: [here, { mark: 'not', key: 'stepLate' }], removeThere: true };
  if (state === 'confirmed') {
    const told: RevokeStep[] = [
      { mark: 'done', key: 'stepTold' },
      { mark: 'done', key: 'stepConfirmed' },
    ];
    return { steps: [here, ...told], removeThere: false };
  }
  return { steps: [here, { mark: 'not', key: notTold[state] }], removeThere: true };
}

const todo = (told: 'busy' | 'todo'): RevokeStep[] => [
  { mark: told, key: told === 'busy' ? 'stepToldWait' : 'stepTold' },
  { mark: 'todo', key: 'stepConfirmed' },
];
