/** One session at the stand-in vault, as a test sees it. */
import type { WatchEvent } from '@alter/protocol';
import type { Scenario } from './vault-server.ts';

const { vaultOrigin } = (await import(/* @vite-ignore */ `${location.origin}/__alter-test/vault.js`)) as {
  vaultOrigin: string;
};
let count = 0;

export interface TestSession {
  token: string;
  baseURL: string;
  /** Its pages cut their opener. */
  coopURL: string;
  /** The app's route that mints exactly this session. */
  sessionUrl: string;
  tell(scenario: Partial<Scenario> & { hello?: string }): Promise<void>;
  read(): Promise<Scenario>;
}

export function testSession(): TestSession {
  const token = `sess_${Date.now()}_${count++}`;
  const control = `${vaultOrigin}/control?token=${token}`;
  return {
    token,
    baseURL: vaultOrigin,
    coopURL: `${vaultOrigin}/coop`,
    sessionUrl: `${vaultOrigin}/app/session?token=${token}`,
    tell: async (scenario) => {
      await fetch(control, { method: 'POST', body: JSON.stringify(scenario) });
    },
    read: async () => (await fetch(control)).json() as Promise<Scenario>,
  };
}

const state = (sequence: number, rest: Partial<WatchEvent>): WatchEvent => ({
  sequence,
  status: 'pending',
  grants: [],
  error: null,
  in_progress: false,
  ...rest,
});

export const completed = (account = 'alice@example.com', more: string[] = []): WatchEvent =>
  state(9, {
    status: 'completed',
    grants: [account, ...more].map((account_identifier, index) => ({
      grant_id: `g-${index}`,
      provider: 'acme',
      provider_name: 'Acme',
      account_identifier,
      timestamp: new Date().toISOString(),
      operation: 'creation',
      scopes: ['read'],
      status: 'active',
    })),
  });
export const denied = state(9, {
  status: 'error',
  error: { code: 'access_denied', message: 'Access was not allowed.' },
});
export const expired = state(9, { status: 'expired' });
export const atProvider = state(2, { in_progress: true });

/** Waits for a fact of the real browser or server. @throws after 10 s, naming what did not come true */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
