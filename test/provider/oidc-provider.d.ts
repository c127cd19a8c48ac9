/** The part of the library that is used here; the library comes without types, and this package has none for it. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface AdapterPayload {
    [member: string]: unknown;
    consumed?: unknown;
    grantId?: string | undefined;
    uid?: string | undefined;
    userCode?: string | undefined;
  }

  export interface Adapter {
    upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void>;
    find(id: string): Promise<AdapterPayload | undefined>;
    findByUid(uid: string): Promise<AdapterPayload | undefined>;
    findByUserCode(userCode: string): Promise<AdapterPayload | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  /** Client metadata of RFC 7591 §2. */
  export interface ClientMetadata {
    [member: string]: unknown;
    client_id: string;
    client_secret?: string;
    client_name?: string;
    redirect_uris?: string[];
    grant_types?: string[];
  }

  export interface Client {
    clientId: string;
    clientName?: string;
    grantTypeAllowed(type: string): boolean;
  }

  /** Answers of a person, by prompt name. */
  type InteractionResult = Record<string, unknown>;

  export interface Context {
    type: string;
    body: unknown;
    oidc: { params?: Record<string, unknown>; result?: InteractionResult };
  }

  export interface Configuration {
    adapter: (name: string) => Adapter;
    clients: ClientMetadata[];
    jwks: { keys: JsonWebKey[] };
    cookies: { keys: string[] };
    scopes: string[];
    claims: Record<string, string[]>;
    pkce: { required: () => boolean };
    rotateRefreshToken: boolean;
    issueRefreshToken: (context: Context, client: Client) => Promise<boolean>;
    /** Seconds by model. */
    ttl: Record<string, number>;
    features: Record<
      string,
      {
        enabled: boolean;
        allowedPolicy?: (context: Context, client: Client, token: { clientId?: string | undefined }) => boolean;
      }
    >;
    interactions: {
      url: (context: Context, interaction: { uid: string }) => string;
      policy: interactionPolicy.DefaultPolicy;
    };
    findAccount: (
      context: Context,
      sub: string,
    ) => { accountId: string; claims: () => { sub: string; [claim: string]: unknown } };
    renderError: (context: Context, out: { error: string; error_description?: string }) => void;
  }

  export namespace interactionPolicy {
    class Check {
      readonly reason: string;
      static readonly REQUEST_PROMPT: true;
      static readonly NO_NEED_TO_PROMPT: false;
      constructor(reason: string, description: string, check: (context: Context) => boolean);
    }
    class Prompt {
      constructor(info: { name: string; requestable?: boolean }, ...checks: Check[]);
      checks: { add(check: Check): void };
    }
    class DefaultPolicy extends Array<Prompt> {
      get(name: string): Prompt | undefined;
      add(prompt: Prompt, index?: number): void;
    }
    function base(): DefaultPolicy;
  }

  export interface InteractionDetails {
    uid: string;
    params: Record<string, string | undefined>;
    prompt: { name: string };
    session?: { accountId: string };
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    on(event: 'grant.success' | 'grant.error', listener: (context: Context) => void): this;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: InteractionResult,
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>;
    Client: { find(id: string): Promise<Client | undefined> };
    AccessToken: {
      find(value: string): Promise<{ accountId: string; isExpired: boolean; scopes: Set<string> } | undefined>;
    };
    Grant: new (facts: { accountId: string; clientId: string }) => {
      addOIDCScope(scope: string): void;
      save(): Promise<string>;
    };
  }
}
