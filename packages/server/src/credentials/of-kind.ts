import type { FlowKind } from '@alter/protocol';
import type { CredentialType } from './credential.ts';
import { oauth1 } from './oauth1.ts';
import { oauth2 } from './oauth2.ts';

const types: Readonly<Record<FlowKind, CredentialType>> = {
  authorization_code: oauth2,
  device_code: oauth2,
  client_credentials: oauth2,
  oauth1,
};

/** The type of what a flow of this kind brings. */
export const credentialTypeOf = (kind: FlowKind): CredentialType => types[kind];
