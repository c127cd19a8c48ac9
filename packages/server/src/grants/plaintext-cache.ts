import type { Secret } from '../vault/secret.ts';

const spanMs = 5_000;
const limit = 5_000;

/**
 * Spares the unsealing of a credential that was used seconds ago. Nothing is answered from here alone: the caller has
 * just read the vault row and names its generation, so a revoked or renewed credential is never found.
 */
export function createPlaintextCache() {
  let recent = new Map<string, { generation: number; field: string; token: Secret }>();
  let older: typeof recent = new Map();
  // Two spans: an entry is gone, not only stale, ten seconds after its last use at the latest.
  const timer = setInterval(() => {
    older = recent;
    recent = new Map();
  }, spanMs).unref();
  return {
    get(grantId: string, generation: number, field: string): Secret | null {
      const found = recent.get(grantId) ?? older.get(grantId);
      return found && found.generation === generation && found.field === field ? found.token : null;
    },
    put(grantId: string, generation: number, field: string, token: Secret): void {
      if (recent.size < limit) recent.set(grantId, { generation, field, token });
    },
    close(): void {
      clearInterval(timer);
      recent.clear();
      older.clear();
    },
  };
}
