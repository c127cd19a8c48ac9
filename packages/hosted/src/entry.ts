/** What the address asks of the page. */
import { routes } from '@alter/protocol';
import { readReference } from './api.ts';

export type Entry =
  | { by: 'token'; token: string }
  | { by: 'session'; id: string }
  | { by: 'problem'; code: string; reference: string | null; id: string | null }
  | { by: 'nothing' };

export function readEntry(href: string): Entry {
  const url = new URL(href);
  const token = new URLSearchParams(url.hash.slice(1)).get('session');
  if (token) return { by: 'token', token };
  const id = url.searchParams.get('id');
  const code = url.searchParams.get('problem');
  if (code) return { by: 'problem', code, reference: readReference(url.searchParams.get('ref')), id };
  return id ? { by: 'session', id } : { by: 'nothing' };
}

/** The address with the session's public id, which a reload goes on with. */
export const sessionAddress = (id: string, popup: boolean) =>
  `${routes.connectPage}?id=${encodeURIComponent(id)}${popup ? '&display=popup' : ''}`;
