/** What becomes of a grant when the entry or the config behind it is not what it was when the grant was made. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

/** From now on the configs of the line are these. */
function configsBecome(change: (provider: ResolvedProvider) => ResolvedProvider): void {
  const { providers } = line.running.deps;
  const { resolveConfig } = providers;
  replace(providers, 'resolveConfig', async (appId, configId) => {
    const provider = await resolveConfig(appId, configId);
    return provider && change(provider);
  });
}

/** The entry asks the person for something that the grant's person was never asked. */
const asksMore = (provider: ResolvedProvider): ResolvedProvider => ({
  ...provider,
  entry: {
    ...provider.entry,
    variables: [{ name: 'site', label: 'Site', kind: 'label', from: 'person', pattern: /[a-z]+/, suffix: '.example' }],
  },
});

const get = (path: string) => fetch(line.vault + path, { headers: { 'x-api-key': line.key } });

describe('a grant whose values the entry does not take any more', () => {
  it('is refused as one whose provider is not configured, and the refusal is on record', async () => {
    const { grantId } = await connectOverHttp(line);
    const [grant] = await line.rows('grants', { id: grantId });
    configsBecome(asksMore);
    const url = `https://${(grant?.['hosts'] as string[])[0]}/api/me`;
    const answer = await line.post('/request', { method: 'GET', url, grant_id: grantId });
    const { error } = (await answer.json()) as { error: string };
    expect(error).toBe('provider_configuration_unavailable');
    expect(await line.rows('audit', { event: 'request.refused', grant_id: grantId })).toMatchObject([
      { decision: 'provider_configuration_unavailable' },
    ]);
  });

  it('can still be revoked', async () => {
    const { grantId } = await connectOverHttp(line);
    configsBecome(asksMore);
    const answer = await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect([answer.status, await answer.json()]).toMatchObject([200, { revocation: 'not_called' }]);
    expect(await line.rows('grants', { id: grantId })).toMatchObject([{ status: 'revoked' }]);
  });
});

describe('a config that was moved to another server', () => {
  it('does not have the tokens of the old one sent there to be checked', async () => {
    const { grantId } = await connectOverHttp(line);
    configsBecome((provider) => ({
      ...provider,
      entry: {
        ...provider.entry,
        issuer: 'https://other.example',
        verify: { url: 'https://other.example/me', method: 'GET' },
      },
    }));
    let asked = 0;
    replace(line.running.deps.egress, 'fetch', () => {
      asked++;
      return Promise.resolve(Response.json({}));
    });
    const answer = await get(`/sdk/grants/${grantId}/health?verify=true`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { verified: { outcome: 'not_possible' } }]);
    expect(asked).toBe(0);
  });
});
