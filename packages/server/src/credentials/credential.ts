/** An open set: how one type of credential gets onto a request. */
import type { Readable } from 'node:stream';
import type { Provider, ResolvedProvider } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';

/** What a type may read, and change, before the request is sent. */
export interface Injectable {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer | Readable | null;
}

export interface Credential {
  /** The vault field that the grant says is injected. */
  token: Secret;
  /** Of the type's `secretField`. */
  secret: Secret | null;
}

export interface CredentialType {
  id: string;
  /** A second vault field that it needs. */
  secretField: string | null;
  /** Lower-case names of headers that the type sets: a caller may not send them. */
  headerNames(entry: Provider): readonly string[];
  /**
   * Safe to repeat on the same request, when it changed or the credential did.
   * @param now epoch milliseconds
   * @throws Refusal when the request cannot carry this credential
   */
  inject(request: Injectable, provider: ResolvedProvider, credential: Credential, now: number): void;
}
