import type { Change, ChangeBatch } from '@inbetwin/shared/ports/document-store.ts';
import type { CouchClient } from './couch-client.ts';
import { fromCouch, type ReadDocument, readCouchId, unreadable } from './couch-documents.ts';
import { type FeedRow, readFeed } from './couch-feed.ts';
import type { DocumentReader } from './couch-reading.ts';

/** The feed of a database, and how its documents are read. */
type Feed = { readonly client: CouchClient; readonly database: string; readonly reader: DocumentReader };

/** Reads up to `limit` changes of all collections. A document with conflicting versions is merged, and so is changed once more. */
export const readCouchChanges = async (
  { client, database, reader }: Feed,
  { since = '0', limit }: { readonly since?: string; readonly limit: number },
): Promise<ChangeBatch> => {
  const changes: ReadChange[] = [];
  for (let from = since; ; ) {
    const missing = limit - changes.length;
    const { results, last_seq } = await readFeed(client, database, { since: from, limit: missing, documents: true });
    changes.push(...results.flatMap(toChange));
    from = last_seq;
    if (results.length < missing || changes.length === limit) {
      return { changes: await reader.settle(changes), sequence: from };
    }
  }
};

/** A change of one collection, without its document. */
type Mark = { readonly couchId: string; readonly sequence: string };
/** Rows without documents are small. */
const MARKS_PER_REQUEST = 5000;

/** Where to begin, and how many changes to find. */
export type MarksQuery = { readonly since?: string; readonly limit: number };
/** Changes of one collection, and where to continue. */
export type CollectionMarks = { readonly marks: readonly Mark[]; readonly sequence: string };

/** Finds up to `limit` changes of one collection among those of the database. */
export const readCouchMarks = async (
  client: CouchClient,
  { database, collection }: { readonly database: string; readonly collection: string },
  { since = '0', limit }: MarksQuery,
): Promise<CollectionMarks> => {
  const marks: Mark[] = [];
  for (let from = since; ; ) {
    const query = { since: from, limit: MARKS_PER_REQUEST, documents: false };
    const { results, last_seq } = await readFeed(client, database, query);
    const own = results.filter(({ id }) => readCouchId(id)?.collection === collection);
    marks.push(...own.map(({ id, seq }) => ({ couchId: id, sequence: seq })));
    from = last_seq;
    const kept = marks.slice(0, limit);
    if (marks.length > limit) return { marks: kept, sequence: kept.at(-1)?.sequence ?? since };
    if (results.length < MARKS_PER_REQUEST) return { marks, sequence: from };
  }
};

type ReadChange = Change & ReadDocument;

const toChange = ({ seq, id, doc }: FeedRow): readonly ReadChange[] => {
  if (!readCouchId(id)) return [];
  const document = doc && fromCouch(doc);
  if (document) return [{ ...document, sequence: seq }];
  // Skipping it would lose the change for followers, because the sequence moves on.
  throw unreadable(id);
};
