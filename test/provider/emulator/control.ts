/** The emulator's own routes, below `/-/` on its own address: what a test sets and reads, from any process. */
import type { Differs, Json } from './behaviour.ts';
import type { Emulator } from './emulator.ts';
import type { Fault } from './faults.ts';
import { refreshCalls } from './log.ts';
import { ownEndpoints } from './own-endpoints.ts';
import { createTenant, type Tenant } from './tenant.ts';
import type { Asked, Reply } from './wire.ts';

export const isControl = ({ path, host }: Asked): boolean =>
  path.startsWith('/-/') && /^(127\.0\.0\.1|localhost):\d+$/.test(host);

export function control(emulator: Emulator, asked: Asked): Reply {
  const [, , what = '', id = '', part = ''] = asked.path.split('/').map(decodeURIComponent);
  const body = asked.text === '' ? {} : (JSON.parse(asked.text) as unknown);
  if (what === 'tenants' && id === '' && asked.method === 'POST') return added(emulator, body as NewTenant);
  if (what === 'log' && asked.method === 'GET') return { status: 200, body: emulator.log as unknown as Json };
  const tenant = what === 'tenants' ? emulator.tenants.get(id) : undefined;
  if (!tenant) return { status: 404, body: { error: `no tenant "${id}"` } };
  const handle = routes[`${asked.method} ${part}`];
  if (!handle) return { status: 404, body: { error: `${asked.method} ${part} is no route` } };
  return { status: 200, body: handle(tenant, body, emulator) };
}

export interface NewTenant {
  id: string;
  /** Without `endpoints`, it gets a set of its own below `/<id>/`. */
  behaviour?: Differs;
}

function added(emulator: Emulator, { id, behaviour = {} }: NewTenant): Reply {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) return { status: 400, body: { error: `"${id}" is no id` } };
  if (emulator.tenants.has(id)) return { status: 409, body: { error: `there is a tenant "${id}"` } };
  const own = behaviour.endpoints ? {} : ownEndpoints(emulator.origin, id, behaviour);
  const tenant = createTenant(id, { ...behaviour, ...own });
  emulator.tenants.set(id, tenant);
  return { status: 200, body: { id, behaviour: tenant.behaviour as unknown as Json } };
}

type Handle = (tenant: Tenant, body: unknown, emulator: Emulator) => Json;

const routes: Readonly<Record<string, Handle>> = {
  'GET ': (tenant) => ({ id: tenant.id, behaviour: tenant.behaviour as unknown as Json }),
  'PATCH ': (tenant, body) => {
    tenant.change(body as Differs);
    return { id: tenant.id, behaviour: tenant.behaviour as unknown as Json };
  },
  'POST faults': (tenant, body) => {
    tenant.faults.add(body as Fault[]);
    return {};
  },
  'DELETE faults': (tenant) => {
    tenant.faults.clear();
    return {};
  },
  'GET log': (tenant, _body, { log }) => log.filter((entry) => entry.tenant === tenant.id) as unknown as Json,
  'GET refreshes': (tenant, _body, { log }) =>
    refreshCalls(log).filter((entry) => entry.tenant === tenant.id) as unknown as Json,
  'GET grants': (tenant) => tenant.families.list() as unknown as Json,
  'POST expire': (tenant) => {
    tenant.families.expire();
    return {};
  },
  'POST end': (tenant, body) => ({ ended: tenant.families.end((body as { subject?: string }).subject ?? null) }),
  'POST grants': (tenant, body) => {
    const { subject = tenant.behaviour.account.subject, scopes = [] } = body as { subject?: string; scopes?: string[] };
    return tenant.families.begin(tenant.behaviour, { subject, scopes, nonce: null }) as unknown as Json;
  },
};
