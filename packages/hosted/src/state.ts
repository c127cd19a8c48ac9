/** What the page can be showing. */
import type { ConnectView, ProviderView } from '@alter/protocol';
import type { WayOut } from './deliver.ts';

export interface Problem {
  /** A code of the error table or of the flow's, or `offline`; unknown ones have words too. */
  code: string;
  requestId: string | null;
}

export type State =
  | { at: 'loading' }
  | { at: 'pick'; view: ConnectView }
  | { at: 'confirm'; view: ConnectView; provider: ProviderView; entered: Entered }
  | { at: 'leaving'; view: ConnectView; provider: ProviderView }
  /** The person enters a code at the provider, here or on another device. */
  | { at: 'code'; view: ConnectView; provider: ProviderView; code: NonNullable<ConnectView['code']> }
  | { at: 'connected'; view: ConnectView; way: WayOut }
  | { at: 'declined'; view: ConnectView; provider: ProviderView }
  | { at: 'failed'; view: ConnectView; provider: ProviderView | null; problem: Problem; detail: string | null }
  | { at: 'over'; view: ConnectView; way: WayOut }
  | { at: 'problem'; view: ConnectView | null; problem: Problem; canRetry: boolean };

/** What was typed for a provider's labels; `refused` when the server did not take it. */
export interface Entered {
  values: Readonly<Record<string, string>>;
  refused: boolean;
}

export const nothingEntered: Entered = { values: {}, refused: false };

/** What a view that just came from the server is shown as. */
export function arrival(view: ConnectView, way: WayOut): State {
  if (view.status === 'expired') {
    return { at: 'problem', view, problem: { code: 'session_expired', requestId: null }, canRetry: false };
  }
  if (view.result?.type === 'alter_connect_success') return { at: 'connected', view, way };
  const { last, code } = view;
  const waiting = view.providers.find((provider) => provider.id === code?.provider_id);
  if (view.status === 'open' && code && waiting) return { at: 'code', view, provider: waiting, code };
  const tried = view.providers.find((provider) => provider.id === last?.provider_id);
  if (last?.outcome === 'declined' && tried) return { at: 'declined', view, provider: tried };
  if (last?.outcome === 'failed') {
    const problem = { code: last.error ?? 'provider_error', requestId: last.request_id };
    return { at: 'failed', view, provider: tried ?? null, problem, detail: last.detail };
  }
  if (view.status === 'final') return { at: 'over', view, way };
  const [only] = view.providers;
  if (view.single_provider && only) return { at: 'confirm', view, provider: only, entered: nothingEntered };
  return { at: 'pick', view };
}

/** What a person does in a view. */
export type Action =
  | { do: 'choose'; provider: ProviderView }
  | { do: 'connect'; provider: ProviderView; variables: Record<string, string> }
  | { do: 'pick' }
  | { do: 'done' }
  | { do: 'leave' }
  | { do: 'retry' };
