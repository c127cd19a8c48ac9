/** An open set: how one type of credential gets onto a request. */
import type { Provider } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';

/** What a type may change before the request is sent. */
export interface Injectable {
  /** Names in lower case. */
  headers: Record<string, string>;
}

export interface CredentialType {
  id: string;
  /** Lower-case names of headers that the type sets: a caller may not send them. */
  headerNames(entry: Provider): readonly string[];
  /** @param token the vault field that the grant says is injected */
  inject(request: Injectable, entry: Provider, token: Secret): void;
}
