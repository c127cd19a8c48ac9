import { plain, differing, type Behaviour, type Differs, type EndpointName } from './behaviour.ts';
import { Families } from './families.ts';
import { Faults } from './faults.ts';
import { matches, patternOf, type Pattern } from './place.ts';
import type { Asked } from './wire.ts';

/** A code that was given and not yet redeemed. */
export interface Code {
  scopes: readonly string[];
  nonce: string | null;
  challenge: string | null;
  redirectUri: string;
  state: string | null;
}

export interface DeviceRequest {
  userCode: string;
  scopes: readonly string[];
  decision: 'pending' | 'agreed' | 'denied';
  until: number;
  lastPoll: number;
  intervalSeconds: number;
}

/** An OAuth 1.0a token, temporary or not, with its secret. */
export interface Token1 {
  secret: string;
  kind: 'temporary' | 'access';
  callback: string;
  verifier: string | null;
  familyId: string | null;
}

/** One vendor: its behaviour, and everything that it has given out. */
export class Tenant {
  readonly id: string;
  readonly faults = new Faults();
  readonly families: Families;
  readonly codes = new Map<string, Code>();
  /** Codes that were redeemed, and the grant that each became: a second use ends it (RFC 6749 §4.1.2). */
  readonly redeemed = new Map<string, string>();
  readonly devices = new Map<string, DeviceRequest>();
  readonly tokens1 = new Map<string, Token1>();
  /** OAuth 1.0a nonces with their timestamps: each is good once. */
  readonly nonces1 = new Set<string>();
  #behaviour: Behaviour;
  #places: readonly (readonly [EndpointName, Pattern])[] = [];
  #api: readonly Pattern[] = [];

  constructor(id: string, behaviour: Behaviour) {
    this.id = id;
    this.families = new Families(id);
    this.#behaviour = behaviour;
    this.change({});
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** @throws for a switch that does not exist */
  change(differs: Differs): void {
    this.#behaviour = differing(this.#behaviour, differs);
    const { endpoints, api } = this.#behaviour;
    this.#places = Object.entries(endpoints).map(([name, url]) => [name as EndpointName, patternOf(url)] as const);
    this.#api = api.places.map((place) => patternOf(`https://${place}`));
  }

  /** What a request is to this vendor; null: nothing. */
  endpointOf(asked: Asked): EndpointName | 'api' | null {
    const here = this.#places.filter(([, pattern]) => matches(pattern, asked)).map(([name]) => name);
    const named = here.find((name) => this.#methodOf(name) === asked.method) ?? here[0];
    if (named !== undefined) return named;
    return this.#api.some((pattern) => matches(pattern, asked, 'below')) ? 'api' : null;
  }

  #methodOf(name: EndpointName): string {
    const { token, revoke, account } = this.#behaviour;
    if (name === 'token' || name === 'refresh') return token.method;
    if (name === 'revoke') return revoke.method;
    if (name === 'swap' || name === 'renew') return this.#behaviour[name]?.method ?? 'POST';
    if (name === 'account') return account.method;
    return ['authorize', 'authorize1', 'jwks', 'discovery', 'verification', 'verify', 'places'].includes(name)
      ? 'GET'
      : 'POST';
  }

  /** Whether a text out of a request is this tenant's: a client id, a code or a token. */
  owns(text: string): boolean {
    return (
      text === this.#behaviour.client.id ||
      this.codes.has(text) ||
      this.redeemed.has(text) ||
      this.devices.has(text) ||
      [...this.devices.values()].some(({ userCode }) => userCode === text) ||
      this.tokens1.has(text) ||
      this.families.ofToken(text) !== null
    );
  }
}

export const createTenant = (id: string, differs: Differs): Tenant => new Tenant(id, differing(plain, differs));
