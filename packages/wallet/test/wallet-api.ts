/**
 * Stands in for the service's wallet routes and for a page's `session-url`, in memory: answers have the protocol's types,
 * so a shape that changes stops these tests. What the real routes do is tested with the server.
 */
import type {
  GrantRefresh,
  RevocationState,
  WalletActivityItem,
  WalletGrant,
  WalletGrantsAnswer,
} from '@alter/protocol';

export interface ApiAnswer {
  status: number;
  body: unknown;
}

export interface Asked {
  method: string;
  path: string;
  authorization: string | null;
}

type Kind = 'list' | 'grant' | 'activity' | 'refreshes' | 'revoke' | 'session';
type Trouble = { status: number; error: string } | 'cut';

export class WalletApi {
  app: WalletGrantsAnswer['app'] = { name: 'Acme', logo_url: null, accent: null };
  userName: string | null = 'Alice';
  grants: WalletGrant[];
  activity = new Map<string, WalletActivityItem[]>();
  refreshes = new Map<string, GrantRefresh[]>();
  pageSize = 50;
  /** The token that is good now; `session-url` hands it out. */
  token = 'wsess_first';
  /** What `revoke` answers, and what a later look says. */
  revocation: RevocationState = 'queued';
  later: RevocationState = 'confirmed';
  /** Once per entry: the next request of that kind fails. */
  readonly troubles = new Map<Kind, Trouble>();
  readonly asked: Asked[] = [];

  constructor(grants: WalletGrant[]) {
    this.grants = grants;
  }

  /** Null: the connection breaks. */
  answer(method: string, url: string, authorization: string | null): ApiAnswer | null {
    const { pathname, searchParams } = new URL(url, 'http://vault.test');
    this.asked.push({ method, path: pathname, authorization });
    const kind = kindOf(pathname);
    const trouble = this.troubles.get(kind);
    this.troubles.delete(kind);
    if (trouble === 'cut') return null;
    if (trouble) return refusal(trouble.status, trouble.error);
    if (kind === 'session') return { status: 201, body: { session_token: this.token, expires_in: 600 } };
    if (authorization !== `Bearer ${this.token}`) return refusal(401, 'session_expired');
    const page = (items: readonly unknown[]) => this.#page(items, searchParams.get('cursor'));
    if (kind === 'list') {
      const { items, next_cursor } = page(this.grants);
      return { status: 200, body: { app: this.app, user_name: this.userName, grants: items, next_cursor } };
    }
    const id = pathname.split('/')[3] ?? '';
    const grant = this.grants.find(({ grant_id }) => grant_id === id);
    if (!grant) return refusal(404, 'grant_not_found');
    if (kind === 'revoke') return { status: 200, body: this.#revoke(grant) };
    if (kind === 'grant') return { status: 200, body: this.#look(grant) };
    if (kind === 'refreshes') return { status: 200, body: { refreshes: this.refreshes.get(id) ?? [] } };
    const { items, next_cursor } = page(this.activity.get(id) ?? []);
    return { status: 200, body: { activity: items, next_cursor } };
  }

  #page(items: readonly unknown[], cursor: string | null) {
    const from = Number(cursor ?? 0);
    const to = from + this.pageSize;
    return { items: items.slice(from, to), next_cursor: to < items.length ? String(to) : null };
  }

  #revoke(grant: WalletGrant): WalletGrant {
    return this.#put({
      ...grant,
      status: 'revoked',
      revoked_at: '2026-11-22T12:00:00.000Z',
      revocation: this.revocation,
    });
  }

  #look(grant: WalletGrant): WalletGrant {
    return grant.revocation === 'queued' ? this.#put({ ...grant, revocation: this.later }) : grant;
  }

  #put(grant: WalletGrant): WalletGrant {
    this.grants = this.grants.map((each) => (each.grant_id === grant.grant_id ? grant : each));
    return grant;
  }
}

function kindOf(path: string): Kind {
  if (path.endsWith('/wallet-session')) return 'session';
  if (path.endsWith('/activity')) return 'activity';
  if (path.endsWith('/refreshes')) return 'refreshes';
  if (path.endsWith('/revoke')) return 'revoke';
  return path.endsWith('/wallet/grants') ? 'list' : 'grant';
}

const refusal = (status: number, error: string): ApiAnswer => ({
  status,
  body: { error, message: 'Words for the log.', request_id: 'req_7f3k9' },
});
