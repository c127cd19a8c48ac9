/** Whether the files are sound: their pages, their references, and their tables and indexes against the migrations. */
import type { Finding } from '../transfer/holdings.ts';
import { Connection } from './connection.ts';
import { auditMigrations, migrations, perform } from './migrate.ts';

const listed = "type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'";
const schema = `SELECT type, name, sql FROM sqlite_schema WHERE ${listed}`;
const bothSchemas = `SELECT type, name, sql FROM main.sqlite_schema WHERE ${listed}
  UNION ALL SELECT type, name, sql FROM record.sqlite_schema WHERE ${listed}`;
const strays = 'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY "table", parent';
/** Damage is named once, not page by page. */
const mostNamed = 10;

const restore = 'Stop the server, keep the file, and put a backup in its place (see docs/operations/deploy.md).';

export const inspectFile = (db: Connection): Finding[] => [...damage(db), ...orphans(db), ...differences(db)];

function damage(db: Connection): Finding[] {
  const said = db.all(`PRAGMA integrity_check(${mostNamed})`).map(([words]) => String(words));
  if (said.length === 1 && said[0] === 'ok') return [];
  return said.map((words) => ({ what: `integrity_check: ${words}`, todo: restore }));
}

function orphans(db: Connection): Finding[] {
  return db.all(strays).map(([table, parent, count]) => ({
    what: `${Number(count)} of table "${String(table)}" name a row of "${String(parent)}" that is not there`,
    todo:
      'No call uses them. Delete nothing: if grants are named that stand at another place, these are theirs, and a copy ' +
      'mends both. Else compare with a backup to see what is missing.',
  }));
}

/** What the migrations would make in an empty file is what must be here; what is more is left alone. */
function differences(db: Connection): Finding[] {
  const seen = sqlByName(db, bothSchemas);
  return [...declared()].flatMap(([what, sql]) => {
    const found = seen.get(what);
    if (found === sql) return [];
    if (found === undefined)
      return [{ what: `${what} is missing`, todo: `With the server stopped, run this SQL on it: ${sql};` }];
    return [{ what: `${what} is different: ${found}`, todo: `Wanted: ${sql}. ${restore}` }];
  });
}

function declared(): Map<string, string> {
  const empty = new Connection(':memory:', 'write', 'one');
  try {
    for (const migration of [...migrations, ...auditMigrations]) perform(empty, migration);
    return sqlByName(empty, schema);
  } finally {
    empty.close();
  }
}

const sqlByName = (db: Connection, query: string): Map<string, string> =>
  new Map(db.all(query).map(([type, name, sql]) => [`${String(type)} "${String(name)}"`, String(sql)]));
