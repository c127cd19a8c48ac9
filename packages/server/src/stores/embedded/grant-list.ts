/** The SQL of a list of grants: every combination of filters runs along an index, newest first. */
import type { GrantStatus } from '@alter/protocol';
import type { GrantFilter, PageRequest } from '../store.ts';
import { grants } from './grant-table.ts';
import { principalText } from './principal.ts';
import type { Values } from './table.ts';

export interface Query {
  sql: string;
  values: Values;
}

/** Totals are counted to here. */
const countLimit = 10_000;

/** One row more than the page holds, which says whether there is another. */
export function pageOf(appId: string, filter: GrantFilter, page: PageRequest): Query {
  const { index, where, values } = conditions(appId, filter);
  const after = page.after ? ' AND (created_at, id) < (?, ?)' : '';
  return {
    sql: `SELECT ${grants.list} FROM grants INDEXED BY ${index} WHERE ${where}${after}
  ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
    values: [
      ...values,
      ...(page.after ? [page.after.created_at, page.after.id] : []),
      page.limit + 1,
      page.after ? 0 : page.offset,
    ],
  };
}

export function countOf(appId: string, filter: GrantFilter): Query {
  const { index, where, values } = conditions(appId, filter);
  return {
    sql: `SELECT count(*) FROM (SELECT 1 FROM grants INDEXED BY ${index} WHERE ${where} LIMIT ${countLimit})`,
    values,
  };
}

/** Without statistics the planner cannot know which filter leaves the fewest rows; the order here does. */
function conditions(appId: string, filter: GrantFilter) {
  const parts = [
    filter.principal && { index: 'grants_principal', where: 'principal = ?', value: principalText(filter.principal) },
    filter.account && { index: 'grants_identifier', where: 'account_identifier = ?', value: filter.account },
    filter.label && { index: 'grants_label', where: 'label = ?', value: filter.label },
    filter.provider_id && { index: 'grants_provider', where: 'provider_id = ?', value: filter.provider_id },
    filter.status && statusPart(filter.status, filter.at),
    filter.needs_reconnect && { index: 'grants_status', where: 'status = ?', value: 'needs_reauth' },
  ].filter((part) => typeof part === 'object');
  const ends = filter.at !== undefined && (filter.status === 'active' || filter.status === 'pending');
  const rest = [
    ...(filter.needs_reconnect === false ? ["status <> 'needs_reauth'"] : []),
    ...(filter.live ? ["status <> 'revoked'"] : []),
    ...(ends ? ['(grant_expires_at IS NULL OR grant_expires_at > ?)'] : []),
  ];
  return {
    index: parts[0]?.index ?? 'grants_app',
    where: ['app_id = ?', ...parts.map((part) => part.where), ...rest].join(' AND '),
    values: [appId, ...parts.map((part) => part.value), ...(ends ? [filter.at ?? 0] : [])],
  };
}

/** Expired is what the row says, or what the time says. */
function statusPart(status: GrantStatus, at: number | undefined) {
  if (status !== 'expired' || at === undefined) return { index: 'grants_status', where: 'status = ?', value: status };
  const timedOut = "status IN ('active', 'pending') AND grant_expires_at <= ?";
  return { index: 'grants_app', where: `(status = 'expired' OR ${timedOut})`, value: at };
}
