import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';
import { isBlobDatabase } from '../store/couch/couch-blob-store.ts';
import type { Storage } from '../store/open-storage.ts';
import { compareDatabases, copyDatabase, keyOf, pagesOf } from './copy-database.ts';

const MARK = 'moved';
const CHECKPOINTS = 'server/checkpoints';
const checkpointSchema = z.object({ id: z.string(), backendId: z.string(), sequence: z.string() });

/** A store, with the originals and files of its teams. */
export type MovableStorage = Pick<Storage, 'store' | 'blobs'>;

type Move = {
  readonly from: MovableStorage;
  readonly to: MovableStorage;
  /** Called with each part that has arrived and was compared. */
  readonly onMoved: (what: string) => void;
};

/**
 * Moves everything of one storage to another, while no server uses either. It may be interrupted and repeated. In the end the source is
 * marked, so that no server starts on it by mistake. Devices notice that the store was replaced, and pull anew.
 */
export const moveStorage = async ({ from, to, onMoved }: Move): Promise<void> => {
  await requireNotMoved(from);
  const stores = { from: from.store, to: to.store };
  // What belongs to no team comes last, with the checkpoints: they then say how far each team's copy was handled.
  const names = (await from.store.listDatabases('')).filter((name) => !isAboutStore(name));
  const teams = names.flatMap((name) => teamOf(name) ?? []);
  const handled = new Map<string, string | undefined>();
  for (const team of teams) {
    const name = `team-${team}`;
    const open = await readUnhandled(from, team);
    // What the outbox has handled comes first.
    await copyDatabase(stores, name, open);
    await copyDatabase(stores, name);
    const documents = await compareDatabases(stores, name);
    if (open) handled.set(team, await placeBefore(to.store, name, open));
    const files = await moveFiles({ from, to }, team);
    onMoved(`${name}: ${documents} documents, ${files} files`);
  }
  for (const name of names.filter((each) => teamOf(each) === undefined)) {
    await copyDatabase(stores, name);
    onMoved(`${name}: ${await compareDatabases(stores, name)} documents`);
  }
  await adaptCheckpoints(to, handled);
  await setMark(to, false);
  await setMark(from, true);
};

/** Throws if the storage was moved away. */
export const requireNotMoved = async ({ store }: Pick<MovableStorage, 'store'>): Promise<void> => {
  const mark = await store.collection(CHECKPOINTS).get(MARK);
  if (!mark || mark.deleted) return;
  throw new Failure(
    'store.unavailable',
    'What was stored here has been moved to another store.',
    'Start the server with the other one (`COUCHDB_URL`, or none), or move everything back with `npm run admin -- move`.',
  );
};

/** Databases of a store about itself, and those of blobs, of which only files are moved: search indexes are built anew. */
const isAboutStore = (name: string): boolean => name === 'inbetwin-health' || isBlobDatabase(name);

const teamOf = (name: string): string | undefined => /^team-(.+)$/.exec(name)?.[1];

/** The documents whose last changes the outbox has not handled; undefined if it is not known. */
const readUnhandled = async ({ store }: MovableStorage, team: string): Promise<ReadonlySet<string> | undefined> => {
  const stored = await store.collection(CHECKPOINTS).get(`outbox:${team}`);
  const { data } = checkpointSchema.safeParse(stored?.body);
  if (data?.backendId !== (await store.backendId())) return undefined;
  const open = new Set<string>();
  try {
    for await (const changes of pagesOf(store, `team-${team}`, data.sequence)) {
      for (const change of changes) open.add(keyOf(change));
    }
    return open;
  } catch (error) {
    if (hasCode(error, 'store.bad_sequence')) return undefined;
    throw error;
  }
};

/** The sequence before the first change of these documents; undefined if nothing is before it. */
const placeBefore = async (
  store: DocumentStore,
  database: string,
  documents: ReadonlySet<string>,
): Promise<string | undefined> => {
  let before: string | undefined;
  for await (const changes of pagesOf(store, database)) {
    for (const change of changes) {
      if (documents.has(keyOf(change))) return before;
      before = change.sequence;
    }
  }
  return store.database(database).sequence();
};

const moveFiles = async ({ from, to }: Pick<Move, 'from' | 'to'>, team: string): Promise<number> => {
  const digests = await from.blobs.list(team);
  const stored = await to.blobs.findStored(team, digests);
  for (const digest of digests.filter((each) => !stored.has(each))) {
    const blob = await from.blobs.open(team, digest);
    if (!blob) continue;
    try {
      await to.blobs.putStream(team, blob.bytes());
    } finally {
      await blob.close();
    }
  }
  return digests.length;
};

/** Checkpoints are valid for one backend only; those of the outbox lie where the copy of what it had handled ended. */
const adaptCheckpoints = async (
  { store }: MovableStorage,
  handled: ReadonlyMap<string, string | undefined>,
): Promise<void> => {
  const backendId = await store.backendId();
  const checkpoints = store.collection(CHECKPOINTS);
  const { changes } = await checkpoints.changes({ limit: Number.MAX_SAFE_INTEGER });
  const rows = changes.flatMap(({ id, rev, deleted, body }) => {
    const { data } = checkpointSchema.safeParse(body);
    if (deleted || !data) return [];
    const team = /^outbox:(.+)$/.exec(id)?.[1];
    const sequence = team === undefined ? data.sequence : handled.get(team);
    // Without a sequence, all of it is handled again, which does no harm.
    return sequence === undefined ? [] : [{ id, rev, body: { ...data, backendId, sequence } }];
  });
  const results = await checkpoints.write(rows);
  if (results.some(({ ok }) => !ok)) throw notWritten('The checkpoints');
};

const setMark = async ({ store }: MovableStorage, isMoved: boolean): Promise<void> => {
  const checkpoints = store.collection(CHECKPOINTS);
  const mark = await checkpoints.get(MARK);
  if (!isMoved && (!mark || mark.deleted)) return;
  const row = { id: MARK, body: { id: MARK }, ...(!isMoved && { deleted: true }) };
  const [result] = await checkpoints.write([mark ? { ...row, rev: mark.rev } : row]);
  if (!result?.ok) throw notWritten('The mark of the store');
};

const notWritten = (what: string): Failure =>
  new Failure('document.conflict', `${what} could not be written.`, 'Stop every server that uses it, then move again.');
