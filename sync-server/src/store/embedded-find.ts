import type { FindQuery } from '@inbetwin/shared/ports/document-store.ts';
import { decodeCursor } from '@inbetwin/shared/ports/find-cursor.ts';

type Statement = { readonly sql: string; readonly parameters: readonly (string | number)[] };

const fieldValue = (field: string): string => `json_extract(body, '$.${field}')`;

const indexName = (table: string, index: readonly string[]): string => `"${table}_by_${index.join('$')}"`;

/** An index on the values in the JSON bodies of living documents; the id behind them makes every key unique. */
export const createIndexSql = (table: string, index: readonly string[]): string =>
  `CREATE INDEX IF NOT EXISTS ${indexName(table, index)} ON ${table} (${index.map(fieldValue).join(', ')}, id) WHERE deleted = 0`;

/** One page and one row more, read from the index in its order: it seeks to the cursor, it never counts or sorts. */
export const findStatement = (table: string, query: FindQuery): Statement => {
  const after = decodeCursor(query);
  const fixed = query.index.slice(0, query.equals.length).map(fieldValue);
  const ordered = query.index.slice(query.equals.length).map(fieldValue);
  const key = [...ordered, 'id'];
  const direction = query.descending ? 'DESC' : 'ASC';
  const conditions = [
    'deleted = 0',
    ...fixed.map((value) => `${value} = ?`),
    ...ordered.map((value) => `${value} IS NOT NULL`),
    ...(after ? [`(${key.join(', ')}) ${query.descending ? '<' : '>'} (${key.map(() => '?').join(', ')})`] : []),
  ];
  const sql = `SELECT id, rev, deleted, body FROM ${table} INDEXED BY ${indexName(table, query.index)}
    WHERE ${conditions.join(' AND ')}
    ORDER BY ${key.map((value) => `${value} ${direction}`).join(', ')} LIMIT ?`;
  return { sql, parameters: [...query.equals, ...(after ? [...after.values, after.id] : []), query.limit + 1] };
};
