/** The SQL of a list of grants: every combination of filters runs along an index, newest first. */
import type { GrantStatus } from '@alter/protocol';
import { countLimit, isEveryExpired, listExpired, type EveryExpired, type ExpiredGrants } from '../expired-list.ts';
import type { GrantFilter, GrantPage, GrantRow, PageRequest } from '../store.ts';
import { grants } from './grant-table.ts';
import { principalText } from './principal.ts';
import type { Reader } from './reader.ts';
import type { Values } from './table.ts';

interface Conditions {
  index: string;
  where: string;
  values: Values;
}

const overdue = "grant_expires_at <= ? AND grant_expires_at IS NOT NULL AND status IN ('active', 'pending')";
const byId = `SELECT ${grants.list} FROM grants WHERE ${grants.byId}`;

export async function listGrants(
  reader: Reader,
  appId: string,
  filter: GrantFilter,
  page: PageRequest,
): Promise<GrantPage> {
  if (isEveryExpired(filter)) return listExpired(expiredOf(reader, appId, filter), page);
  const asked = conditions(appId, filter);
  // One row more than the page holds says whether there is another.
  const found = rowsOf(reader, asked, { ...page, limit: page.limit + 1 });
  return { rows: found.slice(0, page.limit), total: countOf(reader, asked), has_more: found.length > page.limit };
}

function rowsOf(reader: Reader, { index, where, values }: Conditions, page: PageRequest): GrantRow[] {
  const { limit, offset, after } = page;
  const found = reader.all(
    `SELECT ${grants.list} FROM grants INDEXED BY ${index} WHERE ${where}${after ? ' AND (created_at, id) < (?, ?)' : ''}
  ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    ...values,
    ...(after ? [after.created_at, after.id, limit, 0] : [limit, offset]),
  );
  return found.map((one) => grants.decode(one));
}

function countOf(reader: Reader, { index, where, values }: Conditions): number {
  const sql = `SELECT count(*) FROM (SELECT 1 FROM grants INDEXED BY ${index} WHERE ${where} LIMIT ${countLimit})`;
  return Number(reader.get(sql, ...values)?.[0]);
}

function expiredOf(reader: Reader, appId: string, { provider_id, at }: EveryExpired): ExpiredGrants {
  const ofProvider = provider_id ? { provider_id } : {};
  const marked = conditions(appId, { ...ofProvider, status: 'expired' });
  const places = `SELECT id, created_at FROM grants INDEXED BY grants_overdue
  WHERE app_id = ? AND ${overdue}${provider_id ? ' AND provider_id = ?' : ''} LIMIT ?`;
  const values = [appId, at, ...(provider_id ? [provider_id] : [])];
  return {
    overdue: async (limit) =>
      reader
        .all(places, ...values, limit)
        .map(([id, created_at]) => ({ id: String(id), created_at: Number(created_at) })),
    marked: async (page) => rowsOf(reader, marked, page),
    countMarked: async () => countOf(reader, marked),
    rows: async (ids) =>
      ids.flatMap((id) => reader.all(byId, ...grants.which(id, appId))).map((one) => grants.decode(one)),
    walk: async (page) => rowsOf(reader, conditions(appId, { ...ofProvider, status: 'expired', at }), page),
  };
}

/** Without statistics the planner cannot know which filter leaves the fewest rows; the order here does. */
function conditions(appId: string, filter: GrantFilter): Conditions {
  const parts = [
    filter.principal && { index: 'grants_principal', where: 'principal = ?', value: principalText(filter.principal) },
    filter.account && { index: 'grants_identifier', where: 'account_identifier = ?', value: filter.account },
    filter.label && { index: 'grants_label', where: 'label = ?', value: filter.label },
    filter.provider_id && { index: 'grants_provider', where: 'provider_id = ?', value: filter.provider_id },
    filter.needs_reconnect && { index: 'grants_status', where: 'status = ?', value: 'needs_reauth' },
    filter.status && statusPart(filter.status, filter.at),
  ].filter((part) => typeof part === 'object');
  const ends = filter.at !== undefined && (filter.status === 'active' || filter.status === 'pending');
  const rest = [
    ...(filter.needs_reconnect === false ? ["status <> 'needs_reauth'"] : []),
    ...(filter.live ? ["status <> 'revoked'"] : []),
    ...(ends ? ['(grant_expires_at IS NULL OR grant_expires_at > ?)'] : []),
  ];
  const [first, second] = parts;
  const ofProvider = first?.index === 'grants_provider' && second?.index === 'grants_status';
  return {
    index: ofProvider ? 'grants_provider_status' : (first?.index ?? 'grants_app'),
    where: ['app_id = ?', ...parts.map((part) => part.where), ...rest].join(' AND '),
    values: [appId, ...parts.map((part) => part.value), ...(ends ? [filter.at ?? 0] : [])],
  };
}

/** Expired is what the row says, or what the time says. */
function statusPart(status: GrantStatus, at: number | undefined) {
  if (status !== 'expired' || at === undefined) return { index: 'grants_status', where: 'status = ?', value: status };
  return { index: 'grants_app', where: `(status = 'expired' OR ${overdue})`, value: at };
}
