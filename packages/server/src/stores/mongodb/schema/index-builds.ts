/** How far the server is with indexes that it builds: on a large collection that takes minutes, while it is used. */
import { MongoServerError, type Db } from 'mongodb';

const unauthorized = 13;
/** How often it is asked. */
const askMs = 2_000;

/**
 * Calls `onProgress` while `work` lasts, with what the server says or, to a user who may not ask it, with `making` alone.
 * @param making the collections whose indexes were asked for
 */
export async function withProgress<T>(
  db: Db,
  work: Promise<T>,
  making: ReadonlySet<string>,
  onProgress: (words: string) => void,
): Promise<T> {
  const tell = async (): Promise<void> => {
    const builds = await underWay(db);
    const words = builds.length > 0 ? builds : Array.from(making, (name) => `the indexes of "${name}" are being built`);
    words.forEach(onProgress);
  };
  // Only for show: what goes wrong here is no reason to stop.
  const asking = setInterval(() => void tell().catch(() => undefined), askMs).unref();
  try {
    return await work;
  } finally {
    clearInterval(asking);
  }
}

/** The builds of this database, in the server's words; none for a user without the privilege `inprog`. */
async function underWay(db: Db): Promise<string[]> {
  try {
    const current = await db.client
      .db('admin')
      .aggregate([{ $currentOp: { allUsers: true } }])
      .toArray();
    return current
      .filter(({ ns, msg }) => String(ns).startsWith(`${db.databaseName}.`) && String(msg).startsWith('Index Build'))
      .map(({ ns, msg }) => `${String(ns)}: ${String(msg)}`);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === unauthorized) return [];
    throw error;
  }
}
