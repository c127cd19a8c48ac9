/**
 * "Is it you, and did you fetch this session just now?" A mailed link must not leave for a provider without a click, so
 * only the page that opened this window can spare the person the click, and only by answering here.
 */
import { handshakeTimeoutMs, type ConnectView, type HandshakeAnswer, type HandshakeAsk } from '@alter/protocol';

/** True when the opener proved itself in time. Anything else, or later, changes nothing. */
export async function handshake(opener: Window | null, view: ConnectView): Promise<boolean> {
  const origin = view.allowed_origin;
  if (!opener || !origin || view.status !== 'open' || view.confirm !== 'unless_handshake') return false;
  const ask: HandshakeAsk = { type: 'alter_connect_hello', session_id: view.session_id, nonce: newNonce() };
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const listen = (event: MessageEvent<unknown>) => {
    // All three: a third site that steers this window can be its opener, or share its origin, but not all at once.
    if (event.source !== opener || event.origin !== origin || !answers(event.data, ask)) return;
    resolve(true);
  };
  addEventListener('message', listen);
  const timer = setTimeout(() => resolve(false), handshakeTimeoutMs);
  opener.postMessage(ask, origin);
  const proven = await promise;
  clearTimeout(timer);
  removeEventListener('message', listen);
  return proven;
}

function answers(data: unknown, ask: HandshakeAsk): boolean {
  const answer = data as Partial<HandshakeAnswer> | null;
  return answer?.type === 'alter_connect_here' && answer.session_id === ask.session_id && answer.nonce === ask.nonce;
}

/** 32 lower-case hex. */
function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
