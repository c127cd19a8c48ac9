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

  /** Every call for tokens, of whatever kind. */
  async tokenCalls(id: string): Promise<number> {
    const log = await this.tenant(id).log();
    return log.filter(({ endpoint }) => ['token', 'refresh', 'swap', 'renew'].includes(endpoint)).length;
  }

  async health(grantId: string): Promise<unknown> {
    return (await this.#line.get(routes.grantHealth.replace(':grant_id', grantId))).json();
  }

  /** The vendor does not know the client any more: the operator is told, and the grant waits until it does again. */
  async outlastsRefusedClient(id: string, grantId: string): Promise<void> {
    const tenant = this.tenant(id);
    const { client, renew, access } = tenant.behaviour;
    await this.expire(id);
    const before = await this.tokenCalls(id);
    // The API of a vendor whose tokens are traded may want a proof with the secret, for the token that still lives.
    const byId = client.secret === null || renew !== null;
    const stranger = byId ? { id: `${client.id}-of-before` } : { secret: 'another-secret-since-then' };
    await tenant.set({ client: stranger });
    // A token that still lives is renewed beside a call; of one whose end nobody knows the vendor itself says it.
    const refused = { status: 502, body: { error: 'provider_configuration_unavailable' } };
    const answer = renew ? { status: 200 } : access.seconds === null ? { status: 401 } : refused;
    // A renewal beside a call may still meet the one before it, and is then left to the next call.
    const told = async () => {
      expect(await this.called(id, grantId)).toMatchObject(answer);
      return this.health(grantId);
    };
    try {
      for (let turn = 1; turn <= 2; turn++) {
        await expect.poll(told).toMatchObject({ status: 'active', reason: null, client_refused: true });
        expect((await this.tokenCalls(id)) - before).toBe(1);
      }
    } finally {
      await tenant.set({ client: { id: client.id, secret: client.secret } });
    }
    this.#line.clock.advance(minutes(1));
    const mended = async () => {
      expect(await this.called(id, grantId)).toMatchObject({ status: 200, body: { ok: true } });
      return this.health(grantId);
    };
    await expect.poll(mended).toMatchObject({ status: 'active', usable: true, client_refused: false });
    expect((await this.tokenCalls(id)) - before).toBe(2);
  }

  /** The person removed the app at the vendor, or the token was too old: one call finds out, and nobody asks again. */
  async endsWithItsToken(id: string, entry: Provider, grantId: string): Promise<void> {
    const tenant = this.tenant(id);
    await this.expire(id);
    await tenant.end();
    const before = await this.tokenCalls(id);
    const { vague } = tenant.behaviour.errors;
    // A refusal that may mean something else is asked about three times, each after a pause.
    for (let turn = 1; vague && turn < 3; turn++) {
      expect(await this.called(id, grantId)).toMatchObject({ body: { error: 'refresh_failed' } });
      this.#line.clock.advance(minutes(1));
    }
    for (const turn of [1, 2]) {
      const called = await this.called(id, grantId);
      expect(called.status, `turn ${String(turn)}: ${JSON.stringify(called.body)}`).toBeGreaterThanOrEqual(400);
    }
    const ended = vague
      ? { status: 'error', reason: 'refresh_refused' }
      : { status: 'needs_reauth', reason: this.#endOf(id, entry) };
    expect(await this.health(grantId)).toMatchObject({ ...ended, usable: false, client_refused: false });
    expect((await this.tokenCalls(id)) - before).toBe(vague ? 3 : 1);
  }

  /** Why a token is dead, as far as the entry's lives tell. */
  #endOf(id: string, { refresh }: Provider): string {
    const unused = past(this.tenant(id).behaviour.access.seconds ?? 0);
    const life = refresh.swap ? null : refresh.refreshTtlSeconds;
    return life !== null && life * 1000 <= unused ? 'refresh_token_expired' : 'revoked_by_user';
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
