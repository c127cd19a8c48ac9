import { describe, expect, it } from 'vitest';
import type { Document } from 'mongodb';
import { grantRow, keyRow, t0, vaultRow } from '../../../../../test/contracts/store/rows.ts';
import { schemaOfMongodb } from '../../../src/stores/mongodb/schema/migrate.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';
import { leaveInEarlierForm } from './earlier-form.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();
const refusal = (): Promise<unknown> =>
  database.open().then(
    () => 'it opened',
    (error: unknown) => error,
  );

describe('indexes and validators', () => {
  it('makes what it needs in an empty database, and opens again as it is', async () => {
    const first = await database.open();
    await first.keys.create(keyRow());
    await database.open();
    expect(database.sent('createIndexes').length).toBeLessThan(15);
    const indexes = await database.db().collection('nonces').listIndexes().toArray();
    expect(indexes).toMatchObject([{ name: '_id_' }, { name: 'broom', expireAfterSeconds: 86_400 }]);
  });

  it.each<[string, Document, string]>([
    [
      'another key',
      { key: { app_id: 1, created_at: 1, _id: 1 }, name: 'app' },
      'key {"app_id":1,"created_at":1,"_id":1}',
    ],
    [
      'fewer documents',
      { key: { issuer: 1, client_id: 1, account_key: 1 }, name: 'shared' },
      'partialFilterExpression',
    ],
    [
      'no uniqueness',
      {
        key: { app_id: 1, principal: 1, issuer: 1, client_id: 1, account_key: 1 },
        name: 'account',
        partialFilterExpression: { live: true, account_key: { $gte: '' } },
      },
      'unique',
    ],
  ])('refuses to serve on an index with %s, and names it', async (_, index, part) => {
    await database.db().command({ createIndexes: 'grants', indexes: [index] });
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain(`index "${String(index['name'])}" of "grants" is different: ${part}`);
  });

  it.each<[string, Document, string]>([
    [
      'that is hidden from queries',
      { index: { name: 'app', hidden: true } },
      'index "app" of "grants" is different: hidden true',
    ],
    [
      'that is being made unique',
      { index: { name: 'app', prepareUnique: true } },
      'index "app" of "grants" is different: prepareUnique true',
    ],
    [
      'whose validator only warns',
      { validationAction: 'warn' },
      'the validator of "grants" refuses nothing: validationAction "warn"; wanted: "error"',
    ],
    [
      'whose validator is switched off',
      { validationLevel: 'off' },
      'the validator of "grants" does not look at every write: validationLevel "off"; wanted: "strict"',
    ],
    [
      'whose validator leaves out what was wrong before',
      { validationLevel: 'moderate' },
      'the validator of "grants" does not look at every write: validationLevel "moderate"',
    ],
  ])(
    'refuses to serve on a collection or index %s, says which, and verify says how to mend it',
    async (_, change, what) => {
      await (await database.open()).close();
      await database.db().command({ collMod: 'grants', ...change });
      const error = await refusal();
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(String(error)).toContain(what);
      const { todo, wrong } = await schemaOfMongodb(database.url());
      expect(todo).toEqual([]);
      expect(wrong).toEqual([{ what: expect.stringContaining(what) as string, todo: expect.any(String) as string }]);
      const [, command] = /db\.runCommand\((.*)\)$/.exec(wrong[0]!.todo) ?? [];
      if (command === undefined) await database.db().collection('grants').dropIndex('app');
      else await database.db().command(JSON.parse(command) as Document);
      await database.open();
    },
  );

  it.each<[string, Document]>([
    ['capped', { capped: true, size: 4096 }],
    ['collation', { collation: { locale: 'en', strength: 2 } }],
    ['viewOn', { viewOn: 'others' }],
    ['timeseries', { timeseries: { timeField: 'at' } }],
  ])('refuses to serve on a collection of another kind: %s', async (option, made) => {
    await database.db().createCollection('heartbeat', made);
    expect(String(await refusal())).toContain(`collection "heartbeat" is of another kind: ${option} `);
    const { wrong } = await schemaOfMongodb(database.url());
    expect(wrong.map(({ what }) => what).join()).toContain(`collection "heartbeat" is of another kind: ${option} `);
  });

  it('takes an index whose switches were said to be off for one without them', async () => {
    const index = {
      key: { app_id: 1, created_at: 1, id: 1 },
      name: 'app',
      unique: false,
      sparse: false,
      hidden: false,
    };
    await (await database.open()).close();
    await database.db().collection('keys').dropIndex('app');
    await database.db().command({ createIndexes: 'keys', indexes: [index] });
    await database.open();
  });

  it('refuses to serve without an index that cannot be made, and says why', async () => {
    await (await database.open()).close();
    await database.db().collection('users').dropIndex('reference');
    const rows = [1, 2].map((n) => ({ _id: `user ${n}`, app_id: 'a', reference: 'one', created_at: t0 }));
    await database.db().collection<Document & { _id: string }>('users').insertMany(rows);
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toMatch(/index "reference" of "users" is missing and could not be made: .*duplicate key/);
  });

  it('refuses to serve on a collection with another validator, and names it', async () => {
    await database.db().createCollection('vault', { validator: { $jsonSchema: { required: ['app_id'] } } });
    expect(String(await refusal())).toContain('collection "vault" has another validator');
  });

  const made = async (): Promise<Document[]> =>
    Promise.all(
      ['grants', 'vault', 'audit'].map(async (name) => ({
        validator: await validator(name),
        indexes: await database.db().collection(name).listIndexes().toArray(),
      })),
    );

  it('refuses what an earlier version wrote in another form, leaves it as it is, and says how it is taken along', async () => {
    await (await database.open()).close();
    await leaveInEarlierForm(database.db());
    const before = await made();
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreUnavailable);
    for (const name of ['grants', 'vault', 'audit']) {
      expect(String(error)).toContain(`collection "${name}" has another validator`);
    }
    expect(String(error)).toContain('"alter store copy" reads it');
    expect(await made()).toEqual(before);
  });

  it('refuses the same when its validators were lost, before anything is made in it, and does not ask for ours', async () => {
    const store = await database.open();
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    await store.close();
    await leaveInEarlierForm(database.db());
    for (const collMod of ['grants', 'vault', 'audit']) await database.db().command({ collMod, validator: {} });
    const before = await made();
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(await made()).toEqual(before);
    const { todo, wrong } = await schemaOfMongodb(database.url());
    expect(todo).toEqual([]);
    for (const name of ['grants', 'vault']) {
      const what = `collection "${name}" has no validator, and its first document is not in the form of this version`;
      expect(String(error)).toContain(what);
      const found = wrong.find((one) => one.what === what);
      expect(found?.todo).toContain('"alter store copy" reads it');
      expect(found?.todo).not.toContain('runCommand');
    }
    const stages = database.sent('aggregate').map(({ command }) => (command['pipeline'] as Document[])[0]!);
    // A start that takes long asks how far its indexes are.
    const looks = stages.filter((stage) => !('$currentOp' in stage));
    expect(looks.length).toBeGreaterThan(0);
    for (const look of looks) expect(look).toEqual({ $limit: 1 });
  });

  it('makes the missing index of a collection that lost its validator and is in order, and refuses it for the validator', async () => {
    const store = await database.open();
    await store.keys.create(keyRow());
    await store.close();
    await database.db().command({ collMod: 'keys', validator: {} });
    await database.db().collection('keys').dropIndex('app');
    expect(String(await refusal())).toContain('collection "keys" has no validator; wanted: ');
    expect(await database.db().collection('keys').indexExists('app')).toBe(true);
  });

  it('names what else is wrong together with a collection in another form, and makes nothing', async () => {
    await (await database.open()).close();
    await leaveInEarlierForm(database.db());
    await database.db().command({ collMod: 'keys', validationAction: 'warn' });
    await database.db().command({ collMod: 'users', validator: {} });
    await database.db().command({ collMod: 'outbox', index: { name: 'due', hidden: true } });
    await database.db().collection('tickets').dropIndex('broom');
    const words = String(await refusal());
    for (const what of [
      'collection "grants" has another validator',
      'the validator of "keys" refuses nothing',
      'collection "users" has no validator',
      'index "due" of "outbox" is different: hidden true',
    ]) {
      expect(words).toContain(what);
    }
    expect(await database.db().collection('tickets').indexExists('broom')).toBe(false);
  });

  it('takes an index that compresses its keys, which finds the same', async () => {
    await (await database.open()).close();
    const grants = database.db().collection('grants');
    await grants.dropIndex('place');
    await grants.createIndexes([{ key: { place: 1 }, name: 'place' }]);
    const store = await database.open();
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    expect(await store.grants.find(grant.app_id, grant.id)).toEqual(grant);
  });

  const validator = async (name: string): Promise<Document> => {
    const [found] = await database.db().listCollections({ name }).toArray();
    return ((found as Document)['options'] as Document)['validator'] as Document;
  };
  const given = async (
    change: (schema: Record<'properties', Record<string, object>> & { required: string[] }) => void,
  ) => {
    await (await database.open()).close();
    const changed = structuredClone(await validator('keys'));
    change(changed['$jsonSchema'] as Parameters<typeof change>[0]);
    await database.db().command({ collMod: 'keys', validator: changed });
    return changed;
  };

  it('serves beside a newer server, whose validator lets more in, and leaves it as that one made it', async () => {
    const newer = await given((schema) => {
      schema.required = schema.required.filter((name) => name !== 'scopes');
      schema.properties['kind'] = { bsonType: ['string', 'int'] };
      schema.properties['region'] = { enum: ['eu', 'us'] };
    });
    const store = await database.open();
    const row = keyRow();
    await store.keys.create(row);
    expect(await store.keys.findByHash(row.hash)).toEqual(row);
    expect(await validator('keys')).toEqual(newer);
  });

  it('widens the validator of an older server, which goes on beside it', async () => {
    const ours = await given(() => undefined);
    const older = await database.open();
    await given((schema) => {
      schema.required.push('legacy');
      delete schema.properties['scopes'];
      schema.properties['kind'] = { bsonType: 'string', enum: ['rk'] };
    });
    const newer = await database.open();
    expect(await validator('keys')).toEqual(ours);
    await Promise.all([older, newer].map((store) => store.keys.create(keyRow())));
  });

  it.each<[string, Parameters<typeof given>[0]]>([
    ['asks for a field that we do not write', (schema) => void schema.required.push('region')],
    ['takes another type', (schema) => void (schema.properties['kind'] = { bsonType: 'int' })],
    ['takes fewer values', (schema) => void (schema.properties['kind'] = { bsonType: 'string', enum: ['rk'] })],
    ['lets no other field in', (schema) => void Object.assign(schema, { additionalProperties: false })],
    [
      'widens one thing and narrows another',
      (schema) => {
        schema.properties['kind'] = { bsonType: ['string', 'int'] };
        schema.properties['scopes'] = { bsonType: 'string' };
      },
    ],
  ])('refuses a validator that %s, and says which', async (_, change) => {
    const theirs = await given((schema) => {
      schema.properties['region'] = { bsonType: 'string' };
      change(schema);
    });
    const error = await refusal();
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain('collection "keys" has another validator. ');
    expect(String(error)).toContain('db.runCommand({"collMod":"keys","validator":{"$jsonSchema"');
    expect(await validator('keys')).toEqual(theirs);
  });

  it('leaves indexes and collections that it does not know alone', async () => {
    await (await database.open()).close();
    await database
      .db()
      .collection('grants')
      .createIndexes([{ key: { reason: 1 }, name: 'ours' }]);
    await database.db().createCollection('reports');
    await database.open();
    expect(await database.db().collection('grants').indexExists('ours')).toBe(true);
  });

  it('is safe to start in several processes at once', async () => {
    const stores = await Promise.all([database.open(), database.open(), database.open()]);
    await Promise.all(stores.map((store) => store.ready()));
  });

  it('lets no document in that is no row', async () => {
    const store = await database.open();
    const broken = { ...keyRow(), app_id: undefined as unknown as string };
    await expect(store.keys.create(broken)).rejects.toThrow('the store refused the row');
  });
});
