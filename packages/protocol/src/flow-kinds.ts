/**
 * How a credential comes to be: the authorization code (RFC 6749 §4.1), the device authorization grant (RFC 8628), client
 * credentials (RFC 6749 §4.4), OAuth 1.0a (RFC 5849).
 */
export const flowKinds = ['authorization_code', 'device_code', 'client_credentials', 'oauth1'] as const;

export type FlowKind = (typeof flowKinds)[number];

/** Kinds that ask a person: a connect session runs one of these. */
export type PersonFlowKind = Exclude<FlowKind, 'client_credentials'>;
