import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';
import { type Answer, type Json, refuse } from './fake-couch-answer.ts';

const collator = new Intl.Collator('en');

const rankOf = (value: unknown): number => {
  if (value == null) return 0;
  if (Array.isArray(value)) return 4;
  const rank = ['boolean', 'number', 'string'].indexOf(typeof value);
  return rank < 0 ? 5 : rank + 1;
};

/** CouchDB's collation: by type, then numbers by size, strings as ICU has them, and lists item by item. */
const collate = (a: unknown, b: unknown): number => {
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  if (Array.isArray(a) && Array.isArray(b)) return collateLists(a, b);
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return typeof a === 'object' ? 0 : Number(a) - Number(b);
};

const collateLists = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (const [at, item] of a.entries()) {
    if (at >= b.length) return 1;
    const order = collate(item, b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

type View = {
  readonly map: {
    readonly fields: Readonly<Record<string, 'asc'>>;
    readonly partial_filter_selector?: { readonly _id: { readonly $gte: string; readonly $lt: string } };
  };
};

/** A design document of Mango's, as far as its views go. */
export type Design = { readonly language: string; readonly views: Readonly<Record<string, View>> };

export type ViewQuery = {
  readonly reduce: boolean;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly start_key?: unknown;
  readonly start_key_doc_id?: string;
  readonly end_key?: unknown;
};

type ViewRow = { readonly id: string; readonly key: readonly unknown[]; readonly value: null };

/** Reads a view of these living documents. */
export const readFakeView = (design: Design, name: string, documents: readonly Json[], query: ViewQuery): Answer => {
  const view = design.views[name];
  if (!view) return refuse(404, 'not_found', 'missing_named_view');
  const direction = query.descending ? -1 : 1;
  const rows = rowsOf(view, documents)
    .filter(({ key, id }) => {
      const isBehindStart = query.start_key === undefined || direction * fromStart(key, id, query) >= 0;
      return isBehindStart && (query.end_key === undefined || direction * collate(key, query.end_key) <= 0);
    })
    .sort((a, b) => direction * (collate(a.key, b.key) || compareRaw(a.id, b.id)));
  if (query.reduce) return [200, { rows: rows.length > 0 ? [{ key: null, value: rows.length }] : [] }];
  return [200, { total_rows: rows.length, offset: 0, rows: rows.slice(0, query.limit) }];
};

const rowsOf = ({ map: { fields, partial_filter_selector: filter } }: View, documents: readonly Json[]): ViewRow[] => {
  const names = Object.keys(fields);
  return documents
    .filter((doc) => !filter || (String(doc._id) >= filter._id.$gte && String(doc._id) < filter._id.$lt))
    .map((doc) => ({ id: String(doc._id), key: names.map((field) => indexedValue(doc, field)), value: null }))
    .filter(({ key }) => key.every((value) => value !== undefined));
};

const fromStart = (key: readonly unknown[], id: string, { start_key, start_key_doc_id }: ViewQuery): number =>
  collate(key, start_key) || (start_key_doc_id === undefined ? 0 : compareRaw(id, start_key_doc_id));

const compareRaw = (a: string, b: string): number => Number(a > b) - Number(a < b);
