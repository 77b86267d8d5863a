import { readCouchUrl } from '@inbetwin/sync-server/store/couch/couch-url.ts';
import { z } from 'zod';
import type { CouchPlace } from './couch-environment.ts';

type Reading = {
  /** The name of the database without the prefix. */
  readonly database: string;
  /** The page size. */
  readonly limit: number;
};

/** A full check of every document would be part of the time. */
const pageSchema = z.object({ results: z.array(z.unknown()), last_seq: z.string() });

/** Reads the change feed of a database with its documents, directly from CouchDB; returns the number of the team's documents. */
export const readRawChanges = async ({ url, prefix }: CouchPlace, { database, limit }: Reading): Promise<number> => {
  const { address, authorization = '' } = readCouchUrl(url);
  let documents = 0;
  for (let since = '0'; ; ) {
    const query = new URLSearchParams({ include_docs: 'true', limit: String(limit), since });
    const response = await fetch(`${address}/${prefix}${database}/_changes?${query}`, { headers: { authorization } });
    const { results, last_seq } = pageSchema.parse(await response.json());
    documents += results.filter((row) => !isDesign(row)).length;
    if (results.length < limit) return documents;
    since = last_seq;
  }
};

/** CouchDB stores indexes as documents. */
const isDesign = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'id' in row && String(row.id).startsWith('_design/');
