/** What the lives of all kinds of flow are made of: an app's calls about one provider, and what its vendor saw of them. */
import { routes, type ConnectView } from '@alter/protocol';
import { expect } from 'vitest';
import type { Provider } from '../../../packages/server/src/providers/provider.ts';
import { minutes } from '../../harness/clock.ts';
import type { LogEntry } from '../../provider/emulator/log.ts';
import { past, type CatalogLine } from './catalog-line.ts';

export interface Told {
  grant_id: string;
  operation: string;
  flow_kind?: string;
  account_identifier?: string;
}

export class Life {
  readonly #line: CatalogLine;

  constructor(line: CatalogLine) {
    this.#line = line;
  }

  tenant(id: string) {
    return this.#line.vendor(id).tenant;
  }

  async connected(id: string): Promise<{ view: ConnectView; grant: Told | undefined }> {
    const view = await this.#line.connect(id);
    const grants = view.result?.type === 'alter_connect_success' ? (view.result.grants as unknown as Told[]) : [];
    return { view, grant: grants[0] };
  }

  /** A grant of the app's own. */
  async created(id: string): Promise<{ status: number; grant: Told & { error?: string } }> {
    const { person } = this.#line.vendor(id).facts;
    const answer = await this.#line.post(routes.createGrant, { provider_id: id, variables: person });
    return { status: answer.status, grant: (await answer.json()) as Told };
  }

  async checked(grantId: string): Promise<unknown> {
    return (await this.#line.get(`${routes.grantHealth.replace(':grant_id', grantId)}?verify=true`)).json();
  }

  async outcomes(id: string, ...endpoints: string[]): Promise<(string | null)[]> {
    const log = await this.tenant(id).log();
    return log.filter(({ endpoint }) => endpoints.includes(endpoint)).map(({ outcome }) => outcome);
  }

  /** A standard refresh, or a trade of one access token for the next. */
  async refreshes(id: string): Promise<LogEntry[]> {
    return (await this.tenant(id).log()).filter(
      ({ grantType, endpoint }) => grantType === 'refresh_token' || endpoint === 'renew' || endpoint === 'swap',
    );
  }

  apiUrl(id: string): string {
    return `https://${this.#line.vendor(id).facts.apiHost}/what/the/app/calls`;
  }

  async called(id: string, grantId: string, change: object = {}): Promise<{ status: number; body: unknown }> {
    const answer = await this.#line.post('/request', {
      method: 'GET',
      url: this.apiUrl(id),
      grant_id: grantId,
      ...change,
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  }

  /** The vendor's access tokens die; by the clock, where the vendor says how long they live, else at the next 401. */
  async expire(id: string): Promise<void> {
    const tenant = this.tenant(id);
    // A swap trades a token that lives.
    if (!tenant.behaviour.renew) await tenant.expire();
    const seconds = tenant.behaviour.access.seconds ?? 0;
    this.#line.clock.advance(tenant.behaviour.renew ? past(seconds) - minutes(4) : past(seconds));
  }

  /** Each turn of a refresh token: the token dies, a call works all the same, and the vendor saw one refresh. */
  async isRefreshed(id: string, entry: Provider, grantId: string): Promise<void> {
    for (const turn of [1, 2]) {
      await this.expire(id);
      const seen = await this.refreshes(id);
      expect(await this.called(id, grantId), `turn ${String(turn)}`).toMatchObject({ status: 200, body: { ok: true } });
      const way = entry.refresh.rotation === 'static' || entry.refresh.swap ? 'refreshed' : 'rotated';
      // A token that still lives is renewed beside a call, and the call after that may still meet the renewal.
      const since = async () => {
        await this.called(id, grantId);
        return (await this.refreshes(id)).slice(seen.length).map(({ outcome }) => outcome);
      };
      await expect.poll(since).toEqual([way]);
    }
    if (entry.refresh.rotation === 'single-use') expect(await this.tenant(id).sentAgain()).toEqual([]);
  }

  /** What hands out, trades or ends credentials is no API to a caller. */
  async isClosed(grantId: string, urls: readonly (string | undefined)[]): Promise<void> {
    for (const url of urls) {
      if (url === undefined) continue;
      const asked = { method: 'POST', url: url.replace('{token}', 'x'), grant_id: grantId };
      const answer = await this.#line.post('/request', asked);
      expect(answer.headers.get('x-alter-outcome')).toBe('alter');
      expect(await answer.json(), url).toMatchObject({ error: 'blocked_destination' });
    }
  }

  /** Ends it, and looks whether it is over on both sides. */
  async isRevoked(id: string, grantId: string, wanted: string): Promise<void> {
    const tenant = this.tenant(id);
    const answer = await this.#line.post(routes.revokeGrant.replace(':grant_id', grantId), {});
    const told = (await answer.json()) as { revocation?: string };
    expect(answer.status, JSON.stringify(told)).toBe(200);
    // The answer waits for the vendor only so long.
    expect([wanted, ...(wanted === 'confirmed' ? ['queued'] : [])]).toContain(told.revocation);
    const isLive = async () => (await tenant.grants()).at(-1)?.live;
    if (wanted === 'confirmed') await expect.poll(isLive, { timeout: 20_000 }).toBe(false);
    const before = (await tenant.log()).length;
    expect((await this.called(id, grantId)).status).toBeGreaterThanOrEqual(400);
    expect((await tenant.log()).length).toBe(before);
  }

  /** No token, client secret or secret variable is in what was logged. */
  isSilent(entries: readonly Provider[]): void {
    const text = this.#line.logs.join('');
    expect(text).not.toMatch(/(access|refresh|code|device)-[a-z0-9-]+-(\d+-\d+\.\d+-|[0-9a-f]{8}-)/);
    expect(text).not.toMatch(/(access|temporary|secret)1-[a-z0-9-]+-[0-9a-f]{8}-/);
    for (const { id, variables } of entries) {
      const { clientSecret, config } = this.#line.vendor(id).facts;
      const secrets = variables.filter(({ secret }) => secret).map(({ name }) => config[name]);
      for (const secret of [clientSecret, ...secrets]) if (secret != null) expect(text).not.toContain(secret);
    }
  }
}

/** Of a flow that failed, whether or not the session goes on. */
export const errorOf = ({ last, result }: ConnectView): string | null =>
  last?.error ?? (result?.type === 'alter_connect_error' ? result.error : null);

export const isIdentified = ({ account, accountInToken, authorize, hooks }: Provider): boolean =>
  account !== null || accountInToken !== null || authorize.oidc || hooks.identity !== undefined;

export function wantedRevocation(entry: Provider): string {
  if (!entry.endpoints.revoke) return 'no_endpoint';
  return entry.endpoints.revoke.scope === 'client_user' && !isIdentified(entry) ? 'not_called' : 'confirmed';
}
