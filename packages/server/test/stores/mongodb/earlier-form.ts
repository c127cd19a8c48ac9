import type { Db, Document } from 'mongodb';

/** Fields and types that documents have today, and what the earlier form had. */
const changed: Readonly<Record<string, { gone: readonly string[]; before: Record<string, Document> }>> = {
  grants: { gone: ['place'], before: {} },
  vault: { gone: ['place'], before: {} },
  audit: { gone: ['app_place', 'places'], before: { grant_ids: { bsonType: 'array' } } },
};

/** Makes a database what the version before places left: grants, ciphertext and pages found by text. */
export async function leaveInEarlierForm(db: Db): Promise<void> {
  await db.collection('grants').dropIndex('place');
  await db.collection('vault').dropIndex('place');
  await db.collection('audit').dropIndex('grant');
  for (const [name, { gone, before }] of Object.entries(changed)) {
    const [found] = (await db.listCollections({ name }).toArray()) as Document[];
    const { required, properties } = (found as { options: { validator: { $jsonSchema: Schema } } }).options.validator
      .$jsonSchema;
    const validator = {
      $jsonSchema: {
        required: [...required.filter((field) => !gone.includes(field)), ...Object.keys(before)],
        properties: {
          ...Object.fromEntries(Object.entries(properties).filter(([field]) => !gone.includes(field))),
          ...before,
        },
      },
    };
    await db.command({ collMod: name, validator, validationLevel: 'strict', validationAction: 'error' });
    const ids = name === 'audit' ? { grant_ids: '$rows.grant_id' } : null;
    await db.collection(name).updateMany({}, [...(ids ? [{ $set: ids }] : []), { $unset: [...gone] }]);
  }
  await db.collection('audit').createIndexes([
    {
      key: { app_id: 1, grant_ids: 1, at: -1, _id: -1 },
      name: 'grant',
      partialFilterExpression: { grant_ids: { $gte: '' } },
    },
  ]);
}

interface Schema {
  required: string[];
  properties: Record<string, Document>;
}
