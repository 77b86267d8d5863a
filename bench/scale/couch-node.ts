import { readCouchUrl } from '@inbetwin/sync-server/store/couch/couch-url.ts';
import { z } from 'zod';
import type { CouchPlace } from './couch-environment.ts';

const MB = 1024 * 1024;

/** What a node counts since it started, for everybody who uses it. */
export type NodeUsage = {
  /** The number of requests that it has received. */
  readonly requests: number;
  /** The number of files that it has open now. */
  readonly files: number;
  /** In MB, without what the Erlang runtime keeps in reserve. */
  readonly memory: number;
};

const counterSchema = z.object({ value: z.number() });
const systemSchema = z.object({ memory: z.record(z.string(), z.number()) });
const databasesSchema = z.array(z.object({ info: z.object({ sizes: z.object({ file: z.number() }) }) }));

/** Asks the CouchDB node what it uses; costs three requests. */
export const readNode = async (place: Pick<CouchPlace, 'url'>): Promise<NodeUsage> => {
  const { value: requests } = await ask(place, '_node/_local/_stats/couchdb/httpd/requests', counterSchema);
  const { value: files } = await ask(place, '_node/_local/_stats/couchdb/open_os_files', counterSchema);
  const { memory } = await ask(place, '_node/_local/_system', systemSchema);
  // The others are parts of these: https://www.erlang.org/doc/apps/erts/erlang#memory/1
  const parts = ['processes', 'atom', 'binary', 'code', 'ets', 'other'].map((part) => memory[part] ?? 0);
  return { requests, files, memory: parts.reduce((sum, bytes) => sum + bytes, 0) / MB };
};

const DATABASES_PER_REQUEST = 100;

/** The bytes of all databases of a place, without their indexes. */
export const databasesSize = async (place: CouchPlace): Promise<number> => {
  const all = await ask(place, '_all_dbs', z.array(z.string()));
  const own = all.filter((name) => name.startsWith(place.prefix));
  let size = 0;
  for (let from = 0; from < own.length; from += DATABASES_PER_REQUEST) {
    const keys = own.slice(from, from + DATABASES_PER_REQUEST);
    const databases = await ask(place, '_dbs_info', databasesSchema, { keys });
    size += databases.reduce((sum, { info }) => sum + info.sizes.file, 0);
  }
  return size;
};

const ask = async <T>(
  { url }: Pick<CouchPlace, 'url'>,
  path: string,
  schema: z.ZodType<T>,
  body?: object,
): Promise<T> => {
  const { address, authorization = '' } = readCouchUrl(url);
  const posting = body && { method: 'POST', body: JSON.stringify(body) };
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(`${address}/${path}`, { headers, ...posting });
  return schema.parse(await response.json());
};
