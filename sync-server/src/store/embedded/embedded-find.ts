import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import { type CursorKey, decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';

type Value = string | number;
export type FindStatement = { readonly sql: string; readonly parameters: readonly Value[] };

const fieldValue = (field: string): string => `json_extract(body, '$.${field}')`;

const indexName = (table: string, index: readonly string[]): string => `"${table}_by_${index.join('$')}"`;

/** An index on the values in the JSON bodies of living documents; the id behind them makes every key unique. */
export const createIndexSql = (table: string, index: readonly string[]): string =>
  `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${table} (${index.map(fieldValue).join(', ')}, id) WHERE deleted = 0`;

/**
 * Statements whose rows, one after another, are all that the page can hold. Each is one range of the index, read in its
 * order: it seeks its beginning, it never counts, sorts or passes over rows. (SQLite does not seek by a comparison of row
 * values whose first one is an expression.) To each belongs one parameter more at the end, the limit.
 */
export const findStatements = (table: string, query: FindQuery): readonly FindStatement[] => {
  const ordered = query.index.slice(query.equals.length).map(fieldValue);
  const direction = query.descending ? 'DESC' : 'ASC';
  const select = `SELECT id, rev, deleted, body FROM ${table} INDEXED BY ${indexName(table, query.index)}`;
  const fixed = query.index.slice(0, query.equals.length).map((field) => `${fieldValue(field)} = ?`);
  return ranges(query, ordered, decodeCursor(query)).map(({ conditions, values, order }) => ({
    sql: `${select}
      WHERE ${['deleted = 0', ...fixed, ...conditions].join(' AND ')}
      ORDER BY ${order.map((key) => `${key} ${direction}`).join(', ')} LIMIT ?`,
    parameters: [...query.equals, ...values],
  }));
};

type Range = {
  readonly conditions: readonly string[];
  readonly values: readonly Value[];
  /** The keys that differ within the range; SQLite sorts once more when it is given an expression that does not. */
  readonly order: readonly string[];
};

/** Behind a cursor: first the same values with a later id, then what differs in the last field, then in the one before. */
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

/** As `IS NOT NULL`, but a place in the index to begin at: null comes before all numbers, numbers before all texts. */
const isPresent = (value: string): string => `${value} >= -9e999`;
