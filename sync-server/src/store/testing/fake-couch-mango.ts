import { indexedValue } from '@inbetwin/shared/ports/indexed-value.ts';
import type { Answer, Json } from './fake-couch-answer.ts';
import { refuse } from './fake-couch-answer.ts';

const collator = new Intl.Collator('en');

const rankOf = (value: unknown): number => {
  if (value == null) return 0;
  const rank = ['boolean', 'number', 'string'].indexOf(typeof value);
  return rank < 0 ? 4 : rank + 1;
};

/** CouchDB's collation: by type, then numbers by size and strings as ICU has them. */
const collate = (a: unknown, b: unknown): number => {
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
};

const matchers: Record<string, (value: unknown, wanted: unknown) => boolean> = {
  $eq: (value, wanted) => collate(value, wanted) === 0,
  $gt: (value, wanted) => collate(value, wanted) > 0,
  $gte: (value, wanted) => collate(value, wanted) >= 0,
  $lt: (value, wanted) => collate(value, wanted) < 0,
};

type FindBody = {
  readonly selector: Readonly<Record<string, Json>>;
  readonly sort: readonly Json[];
  readonly limit: number;
};

type Index = { readonly name: string; readonly fields: readonly string[]; hidden: number };

/** How often a new index is missing from the answers: the list of indexes is a cache that learns of it a moment later. */
const UNSEEN = 1;

/** The Mango indexes of one database. */
export const createFakeIndexes = () => {
  const indexes = new Map<string, Index>();

  const seen = (): readonly Index[] => {
    const known = [...indexes.values()].filter(({ hidden }) => hidden === 0);
    for (const index of indexes.values()) index.hidden = Math.max(0, index.hidden - 1);
    return known;
  };

  return {
    add: (name: string, fields: readonly string[]): 'exists' | 'created' => {
      if (indexes.has(name)) return 'exists';
      indexes.set(name, { name, fields, hidden: UNSEEN });
      return 'created';
    },
    list: (): Answer => {
      const all = { ddoc: null, name: '_all_docs', type: 'special', def: { fields: [{ _id: 'asc' }] } };
      const json = seen().map(({ name, fields }) => ({
        ddoc: `_design/${name}`,
        name,
        type: 'json',
        partitioned: false,
        def: { fields: fields.map((field) => ({ [field]: 'asc' })) },
      }));
      return [200, { total_rows: json.length + 1, indexes: [all, ...json] }];
    },
    /** An index serves a sort by its leading fields, and holds what has all of its fields. */
    find: (living: readonly Json[], { selector, sort, limit }: FindBody): Answer => {
      const sorted = sort.map((entry) => String(Object.keys(entry)[0]));
      const index = seen().find(({ fields }) => fields.slice(0, sorted.length).join() === sorted.join());
      if (!index) {
        return refuse(400, 'no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
      }
      const directions = new Set(sort.flatMap(Object.values));
      if (directions.size > 1) {
        return refuse(400, 'unsupported_mixed_sort', 'Sorts currently only support a single direction for all fields.');
      }
      const direction = directions.has('desc') ? -1 : 1;
      const docs = living
        .filter((doc) => index.fields.every((field) => indexedValue(doc, field) !== undefined))
        .filter((doc) =>
          Object.entries(selector).every(([field, condition]) =>
            Object.entries(condition).every(([operator, wanted]) =>
              matchers[operator]?.(indexedValue(doc, field), wanted),
            ),
          ),
        )
        .sort(
          (a, b) =>
            direction *
            (index.fields
              .map((field) => collate(indexedValue(a, field), indexedValue(b, field)))
              .find((order) => order) ?? 0),
        );
      return [200, { docs: docs.slice(0, limit), bookmark: 'nil' }];
    },
  };
};
