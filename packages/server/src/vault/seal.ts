import type { Sealed } from '../stores/store.ts';
import type { Secret } from './secret.ts';

/** What ciphertext is bound to: it opens nowhere else. */
export interface SealContext {
  appId: string;
  /** Id of the row that holds it: grant, flow, provider config or outbox row. */
  objectId: string;
  generation: number;
}

export interface Sealer {
  /** A new data key for these fields, wrapped by the ring's first key. */
  seal(context: SealContext, fields: Readonly<Record<string, Secret>>): Sealed;
  /** @throws SealBroken when key, row, field or generation is not the one it was sealed for */
  open(context: SealContext, sealed: Sealed): Record<string, Secret>;
  /** One field, without opening the others. */
  openField(context: SealContext, sealed: Sealed, field: string): Secret | null;
}
