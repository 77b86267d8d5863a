import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { couchDocumentSchema, idRange } from './couch-documents.ts';
import { isRefusal } from './couch-failure.ts';
import { isRace, untilSettled } from './couch-races.ts';

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

const designSchema = couchDocumentSchema.extend({ views: z.record(z.string(), z.unknown()).default({}) });

/**
 * Adds the indexes that the database lacks. Those of other versions stay, because their servers may still use them. CouchDB fills new
 * indexes when they are first used.
 */
export const makeIndexes = async (
  client: CouchClient,
  database: string,
  indexes: readonly CollectionIndex[],
): Promise<void> => {
  const wanted = {
    [IDS]: toView([]),
    ...Object.fromEntries(
      indexes.map((index) => {
        const { from, to } = idRange(index.collection);
        return [viewName(index), toView(index.fields, { _id: { $gte: from, $lt: to } })];
      }),
    ),
  };
  const add = async (): Promise<void> => {
    const stored = await readDesign(client, database);
    const views = { ...stored?.views, ...wanted };
    if (stored && isSameValue(views, stored.views)) return;
    const body = { ...(stored && { _rev: stored._rev }), language: 'query', views };
    await client.request({ database, path: DESIGN, method: 'put', body }, z.unknown());
  };
  await untilSettled(add, isRace, client.closed);
};

const readDesign = async (client: CouchClient, database: string) => {
  try {
    return await client.request({ database, path: DESIGN }, designSchema);
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
};
