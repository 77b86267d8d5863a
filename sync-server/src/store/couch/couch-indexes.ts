import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { couchDocumentSchema, idRange } from './couch-documents.ts';
import { isRefusal } from './couch-failure.ts';
import { isMissing, isRace, untilSettled } from './couch-races.ts';

/** An index on fields of the documents of one collection. */
export type CollectionIndex = { readonly collection: string; readonly fields: readonly string[] };

/** One design document holds all indexes of a database: CouchDB then reads each change once for all of them. */
const DESIGN = '_design/indexes';
const IDS = 'ids';

const viewName = ({ collection, fields }: CollectionIndex): string => `${collection}.${fields.join('-')}`;

/** The path of an index's view. */
export const viewPath = (index: CollectionIndex): string => `${DESIGN}/_view/${viewName(index)}`;

/** The view of all living documents by id. */
export const idsPath = `${DESIGN}/_view/${IDS}`;

/**
 * A view in the form that Mango gives its indexes: built inside CouchDB's own process, without JavaScript. The trailing id makes every key
 * unique. A document without one of the fields is not in it.
 */
const toView = (fields: readonly string[], selector?: object) => ({
  map: {
    fields: Object.fromEntries([...fields, '_id'].map((field) => [field, 'asc'])),
    ...(selector && { partial_filter_selector: selector }),
  },
  reduce: '_count',
  options: { def: { fields: [...fields, '_id'] } },
});

const viewsOf = (indexes: readonly CollectionIndex[]): Views => ({
  [IDS]: toView([]),
  ...Object.fromEntries(
    indexes.map((index) => {
      const { from, to } = idRange(index.collection);
      return [viewName(index), toView(index.fields, { _id: { $gte: from, $lt: to } })];
    }),
  ),
});

type Views = Readonly<Record<string, unknown>>;

/** Declares the indexes of a new database, where building them takes no time. */
export const makeIndexes = async (
  client: CouchClient,
  database: string,
  indexes: readonly CollectionIndex[],
): Promise<void> => {
  const add = async (): Promise<void> => {
    const stored = await readDesign(client, database, DESIGN);
    const views = { ...stored?.views, ...viewsOf(indexes) };
    if (!stored || !isSameValue(views, stored.views)) await putDesign(client, database, DESIGN, { stored, views });
  };
  await untilSettled(add, isRace, client.closed);
};

/** Where indexes are built before reads use them. */
const NEXT_DESIGN = '_design/indexes-next';
/** How long building may take. CouchDB goes on with it when the request ends. */
const BUILDING_MS = 3_600_000;

/**
 * Adds the indexes that a database lacks. A changed design document answers nobody until all its views are built, which takes a minute for
 * some hundred thousand documents. So it is built under another name, while reads use the present one, and then put in its place; CouchDB
 * recognizes that it is the same. Indexes of other versions stay, because their servers may still use them, and those that another server
 * is building are built with them.
 */
export const buildIndexes = async (
  client: CouchClient,
  database: string,
  indexes: readonly CollectionIndex[],
): Promise<void> => {
  let building: Views | undefined;
  const build = async (): Promise<void> => {
    const stored = await readDesign(client, database, DESIGN);
    const wanted = { ...stored?.views, ...viewsOf(indexes) };
    if (stored && isSameValue(wanted, stored.views)) {
      // Another server, which was faster, may have removed the design document before this one wrote it again.
      if (building) await removeNext(client, database, building);
      return;
    }
    const next = await readDesign(client, database, NEXT_DESIGN);
    const views = { ...next?.views, ...wanted };
    building = views;
    if (!next || !isSameValue(views, next.views))
      await putDesign(client, database, NEXT_DESIGN, { stored: next, views });
    await client.request({ ...readingOf(NEXT_DESIGN), database, heldMs: BUILDING_MS }, z.unknown());
    await putDesign(client, database, DESIGN, { stored, views });
    await removeNext(client, database, views);
  };
  // A conflict means that another server was faster; what it has built needs no building again.
  await untilSettled(build, (error) => isRace(error) || isMissing(error), client.closed);
};

const readingOf = (design: string) =>
  ({ path: `${design}/_view/${IDS}`, method: 'post', body: { reduce: false, limit: 1 } }) as const;

/** Leaves the design document to a server that builds further indexes in it. */
const removeNext = async (client: CouchClient, database: string, built: Views): Promise<void> => {
  const next = await readDesign(client, database, NEXT_DESIGN);
  if (!next || !isSameValue(next.views, built)) return;
  try {
    const query = { rev: next._rev };
    await client.request({ database, path: NEXT_DESIGN, method: 'delete', query }, z.unknown());
  } catch (error) {
    if (!isRefusal(error, 404, 409)) throw error;
  }
};

const designSchema = couchDocumentSchema.extend({ views: z.record(z.string(), z.unknown()).default({}) });
type DesignDocument = z.output<typeof designSchema>;

const readDesign = async (client: CouchClient, database: string, path: string): Promise<DesignDocument | undefined> => {
  try {
    return await client.request({ database, path }, designSchema);
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
};

type DesignChange = { readonly stored: DesignDocument | undefined; readonly views: Views };

const putDesign = async (client: CouchClient, database: string, path: string, { stored, views }: DesignChange) => {
  const body = { ...(stored && { _rev: stored._rev }), language: 'query', views };
  await client.request({ database, path, method: 'put', body }, z.unknown());
};
