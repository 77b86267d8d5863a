import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import { type CursorKey, decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';

type Value = string | number;
/** An SQL statement with its parameters, except for the limit, which comes last. */
export type FindStatement = { readonly sql: string; readonly parameters: readonly Value[] };

const fieldValue = (field: string): string => `json_extract(body, '$.${field}')`;

const indexName = (kind: number, index: readonly string[]): string => `"kind_${kind}_by_${index.join('$')}"`;

/** Which documents an index holds. Written out, because SQLite has to see that a query asks for no others. */
const indexed = (kind: number): string => `kind = ${kind} AND deleted = 0`;

/**
 * SQL that creates an index on fields of the living documents of all collections of one kind, whichever database they are in; the trailing
 * id makes every key unique.
 */
export const createIndexSql = (kind: number, index: readonly string[]): string =>
  `CREATE INDEX IF NOT EXISTS ${indexName(kind, index)} ON documents (collection, ${index.map(fieldValue).join(', ')}, id) WHERE ${indexed(kind)}`;

/**
 * Statements whose concatenated rows are everything the page can hold. Each reads one range of the index in its order, without counting,
 * sorting, or skipping rows. (SQLite does not seek by a row-value comparison whose first value is an expression.) Each takes the limit as
 * an additional last parameter.
 */
export const findStatements = (
  { number, kind }: { readonly number: number; readonly kind: number },
  query: FindQuery,
): readonly FindStatement[] => {
  const ordered = query.index.slice(query.equals.length).map(fieldValue);
  const direction = query.descending ? 'DESC' : 'ASC';
  const select = `SELECT id, rev, deleted, body FROM documents INDEXED BY ${indexName(kind, query.index)}`;
  const fixed = query.index.slice(0, query.equals.length).map((field) => `${fieldValue(field)} = ?`);
  return ranges(query, ordered, decodeCursor(query)).map(({ conditions, values, order }) => ({
    sql: `${select}
      WHERE ${[indexed(kind), 'collection = ?', ...fixed, ...conditions].join(' AND ')}
      ORDER BY ${order.map((key) => `${key} ${direction}`).join(', ')} LIMIT ?`,
    parameters: [number, ...query.equals, ...values],
  }));
};

type Range = {
  readonly conditions: readonly string[];
  readonly values: readonly Value[];
  /** The keys that vary within the range; given an expression that is constant, SQLite would sort again. */
  readonly order: readonly string[];
};

/**
 * Ranges after the cursor: first the same values with a greater id, then a greater value in the last field, then in the field before it.
 */
const ranges = (
  { descending }: FindQuery,
  ordered: readonly string[],
  after: CursorKey | undefined,
): readonly Range[] => {
  const keys = [...ordered, 'id'];
  if (!after) return [{ conditions: ordered.map(isPresent), values: [], order: keys }];
  const beyond = descending ? '<' : '>';
  const values = [...after.values, after.id];
  return keys
    .map((key, at) => ({
      conditions: [
        ...keys.slice(0, at).map((same) => `${same} = ?`),
        `${key} ${beyond} ?`,
        ...ordered.slice(at + 1).map(isPresent),
      ],
      values: values.slice(0, at + 1),
      order: keys.slice(at),
    }))
    .toReversed();
};

/** Equivalent to `IS NOT NULL`, but usable as the start of an index range: null sorts before numbers, numbers before texts. */
const isPresent = (value: string): string => `${value} >= -9e999`;
