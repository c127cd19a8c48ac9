/** A test's hand on the emulator, over HTTP: the same from the process it runs in and from any other. */
import type { Behaviour, Differs } from './behaviour.ts';
import type { NewTenant } from './control.ts';
import type { Family } from './families.ts';
import type { Fault } from './faults.ts';
import { sentAgain, type LogEntry, type SentAgain } from './log.ts';

export class EmulatorClient {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Adds a vendor. Without `endpoints` it is at addresses of its own on this origin. */
  async add(id: string, behaviour: Differs = {}): Promise<TenantClient> {
    const given: NewTenant = { id, behaviour };
    return new TenantClient(this.origin, await ask<TenantView>(`${this.origin}/-/tenants`, 'POST', given));
  }

  /** One that was added before, maybe by another process. */
  async tenant(id: string): Promise<TenantClient> {
    return new TenantClient(this.origin, await ask<TenantView>(`${this.origin}/-/tenants/${id}`, 'GET'));
  }

  /** Of all tenants, in the order in which requests were read. */
  log(): Promise<LogEntry[]> {
    return ask(`${this.origin}/-/log`, 'GET');
  }
}

interface TenantView {
  id: string;
  behaviour: Behaviour;
}

export class TenantClient {
  readonly id: string;
  /** `127.0.0.1:port`: the API's host, for a tenant without endpoints of a vendor's. */
  readonly host: string;
  /** Below this its API takes any path. */
  readonly api: string;
  readonly #at: string;
  #behaviour: Behaviour;

  constructor(origin: string, { id, behaviour }: TenantView) {
    this.id = id;
    this.host = new URL(origin).host;
    this.api = `${origin}/${id}/api`;
    this.#at = `${origin}/-/tenants/${id}`;
    this.#behaviour = behaviour;
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Sets switches; those not named stay. */
  async set(differs: Differs): Promise<void> {
    this.#behaviour = (await ask<TenantView>(this.#at, 'PATCH', differs)).behaviour;
  }

  /** Adds faults, behind those that are not used up yet. */
  async fail(...faults: readonly Fault[]): Promise<void> {
    await ask(`${this.#at}/faults`, 'POST', faults);
  }

  async heal(): Promise<void> {
    await ask(`${this.#at}/faults`, 'DELETE');
  }

  log(): Promise<LogEntry[]> {
    return ask(`${this.#at}/log`, 'GET');
  }

  /** Refresh calls that were read, whatever became of them. */
  refreshCalls(): Promise<LogEntry[]> {
    return ask(`${this.#at}/refreshes`, 'GET');
  }

  /** Refresh tokens that came more than once, with the calls that brought them. */
  async sentAgain(): Promise<SentAgain[]> {
    return sentAgain(await this.refreshCalls());
  }

  /** Every grant with the tokens that are current, dead ones too. */
  grants(): Promise<Family[]> {
    return ask(`${this.#at}/grants`, 'GET');
  }

  /** A grant that nobody had to agree to, e.g. to be put into a vault by hand. */
  seed(given: { subject?: string; scopes?: readonly string[] } = {}): Promise<Family> {
    return ask(`${this.#at}/grants`, 'POST', given);
  }

  /** Every access token dies now, whatever was said of its life. */
  async expire(): Promise<void> {
    await ask(`${this.#at}/expire`, 'POST');
  }

  /** The person removes the app: all grants end, or those of one person. */
  async end(subject?: string): Promise<void> {
    await ask(`${this.#at}/end`, 'POST', subject === undefined ? {} : { subject });
  }

  /** What `custom` of a provider config says of this tenant, and the client. The secret is `behaviour.client.secret`. */
  config(): { client_id: string; custom: Record<string, unknown> } {
    const { endpoints, client, authorize, token, refresh, revoke, oidc } = this.#behaviour;
    const { authorize: page, token: tokens, revoke: revocation, account, introspect } = endpoints;
    return {
      client_id: client.id,
      custom: {
        name: this.id,
        ...(oidc ? { issuer: oidc.issuer } : {}),
        endpoints: {
          authorize: page,
          token: tokens,
          revoke: revocation,
          userinfo: account,
          introspect,
          ...(oidc ? { jwks: endpoints.jwks } : {}),
        },
        hosts: [this.host],
        client_auth: client.auth === 'basic' ? 'basic' : 'post',
        token_body: token.body === 'json' ? 'json' : 'form',
        scope_separator: authorize.scopeSeparator,
        pkce: authorize.pkce !== 'refused',
        oidc: oidc !== null,
        authorize_query: authorize.required,
        rotation: refresh.rotation,
        revoke_scope: revoke.ends,
        ...(oidc ? {} : { identity: ['sub'], account_label: ['email'] }),
      },
    };
  }
}

async function ask<T>(url: string, method: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const said = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(`the emulator says: ${String(said.error)}`);
  return said;
}
