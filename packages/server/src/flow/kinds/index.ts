import type { PersonFlowKind } from '@alter/protocol';
import type { Provider } from '../../providers/provider.ts';
import { authorizationCode } from './authorization-code.ts';
import { deviceCode } from './device-code.ts';
import type { PersonKind } from './kind.ts';
import { oauth1 } from './oauth1.ts';

export const personKinds: Readonly<Record<PersonFlowKind, PersonKind>> = {
  authorization_code: authorizationCode,
  device_code: deviceCode,
  oauth1,
};

/** What a connect session runs; null: the provider asks no person. */
export const personKindOf = (entry: Provider): PersonFlowKind | null =>
  entry.flowKinds.find((kind) => kind !== 'client_credentials') ?? null;
