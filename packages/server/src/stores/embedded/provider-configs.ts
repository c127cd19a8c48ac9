import type { ConfigFlag, ProviderConfigRow, ProviderConfigStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { json, nullable, plain, sealed, Table, type Found, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const configs = new Table<ProviderConfigRow>('provider_configs', {
  id: plain(),
  app_id: plain(),
  provider_id: plain(),
  client_id: plain(),
  secret: nullable(sealed),
  scopes: json(),
  variables: json(),
  endpoints: json(),
  hosts: json(),
  name: plain(),
  status: plain(),
  generation: plain(),
  created_at: plain(),
  updated_at: plain(),
});

export const flags = new Table<ConfigFlag>('provider_config_flags', {
  app_id: plain(),
  config_id: plain(),
  error: plain(),
  since: plain(),
});

const byId = `SELECT ${configs.list} FROM provider_configs WHERE id = ? AND app_id = ?`;
const ofApp = `SELECT ${configs.list} FROM provider_configs WHERE app_id = ? ORDER BY created_at, id`;
const remove = 'DELETE FROM provider_configs WHERE id = ? AND app_id = ?';

/** Id and birth stay: grants name the config by its id, and so does its callback URL. */
const save = `${configs.insert}
  ON CONFLICT (app_id, provider_id) DO UPDATE SET
    client_id = excluded.client_id, secret = excluded.secret, scopes = excluded.scopes, variables = excluded.variables,
    endpoints = excluded.endpoints, hosts = excluded.hosts, name = excluded.name, status = excluded.status,
    generation = generation + 1, updated_at = excluded.updated_at
  RETURNING ${configs.list}`;

const flag = `${flags.insert} ON CONFLICT (app_id, config_id) DO NOTHING`;
const unflag = 'DELETE FROM provider_config_flags WHERE app_id = ? AND config_id = ?';
const flagged = `SELECT ${flags.list} FROM provider_config_flags WHERE app_id = ?`;

export const providerConfigWrites = {
  'provider_configs.save': (db: Connection, row: Values): Found => db.get(save, ...row)!,

  'provider_configs.remove': (db: Connection, appId: string, id: string): boolean => {
    const removed = db.run(remove, id, appId) === 1;
    if (removed) db.destroyed = true;
    return removed;
  },

  'provider_configs.flag': (db: Connection, row: Values): boolean => db.run(flag, ...row) === 1,
  'provider_configs.unflag': (db: Connection, appId: string, id: string): boolean => db.run(unflag, appId, id) === 1,
};

export const providerConfigStore = (reader: Reader, writer: Writer): ProviderConfigStore => ({
  save: async (row) =>
    configs.decode(await writer.run('provider_configs.save', configs.encode({ ...row, generation: 1 }))),
  find: async (appId, id) => configs.decodeOrNull(reader.get(byId, id, appId)),
  list: async (appId) => reader.all(ofApp, appId).map((found) => configs.decode(found)),
  remove: (appId, id) => writer.destroy('provider_configs.remove', appId, id),
  flag: (row) => writer.run('provider_configs.flag', flags.encode(row)),
  unflag: (appId, configId) => writer.run('provider_configs.unflag', appId, configId),
  flags: async (appId) => reader.all(flagged, appId).map((found) => flags.decode(found)),
});
