import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Json, refuse } from './fake-couch-answer.ts';
import { createFakeDatabase, type FakeDatabase } from './fake-couch-database.ts';
import { createFakeNodes, type NodeCommands } from './fake-couch-nodes.ts';
import type { RevisionRequest } from './fake-couch-replica.ts';
import { createUpdates, GLOBAL_CHANGES, type Updates } from './fake-couch-updates.ts';
import { limitConnections } from './limit-connections.ts';

/**
 * An error status, or with CouchDB's words for it; a closed connection; no answer for ever; the work done but its answer
 * lost; half an answer; or rows without their documents, as when one cannot be read.
 */
export type BadDay =
  | number
  | { readonly status: number; readonly error: string; readonly reason?: string }
  | 'cut'
  | 'silence'
  | 'lost answer'
  | 'half answer'
  | 'no documents';

type Spoiling = { readonly path: RegExp; readonly how: BadDay; times: number };

export type FakeCouchOptions = {
  readonly maxDocumentSize?: number;
  readonly defaultSecurity?: Json;
  /** As a proxy has it: `/couch`. */
  readonly pathPrefix?: string;
  /** Milliseconds that the next request is on its way. */
  readonly latency?: () => number;
  /** A cluster of so many nodes, each with a replica of every database and an address; 1 by default. */
  readonly nodes?: number;
  /** Messages between nodes take up to so many milliseconds. */
  readonly latencyMs?: number;
  /** Replicas exchange what they lack so long after a change; 2,000 ms by default, as measured on a real cluster. */
  readonly syncMs?: number;
  /** Decides about latencies and which replica is asked; uniform in [0, 1). */
  readonly random?: () => number;
  /** Milliseconds that building an index takes per document; reading it waits. */
  readonly indexMsPerDocument?: number;
  /** Connections that a node serves; nobody beyond them is answered, not even at `/_up`. */
  readonly maxConnections?: number;
};

export type FakeCouch = {
  /** With its user and password; of the first node. */
  readonly url: string;
  /** The addresses of all nodes. */
  readonly urls: readonly string[];
  readonly nodes: NodeCommands;
  /** Lets all replicas exchange what they lack at once, as far as they reach each other. */
  synchronize(): void;
  /** Spoils the next `times` requests whose method and path (`POST /db/_find`) fit. */
  spoil(path: RegExp, how: BadDay, times?: number): void;
  /** Forgets what was to be spoiled and was not asked for. */
  forgive(): void;
  /** Requests so far, as `GET /db`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
};

const USER = 'admin';
const PASSWORD = 'p@ss:/?#[]% ü';

/** What CouchDB 3 gives a new database. */
const ADMINS_ONLY = { admins: { roles: ['_admin'] }, members: { roles: ['_admin'] } };

/** A CouchDB 3 over HTTP: the documented endpoints that the store uses, without a disk; one node, or a cluster. */
export const startFakeCouch = async (options: FakeCouchOptions = {}): Promise<FakeCouch> => {
  const { pathPrefix = '', random = Math.random, latencyMs = 0 } = options;
  const nodes = createFakeNodes({ count: options.nodes ?? 1, random, latencyMs });
  const updates = createUpdates();
  const databases = new Map<string, FakeDatabase>();
  const create = (name: string): FakeDatabase =>
    createFakeDatabase({
      nodes,
      random,
      syncMs: options.syncMs ?? 2000,
      indexMsPerDocument: options.indexMsPerDocument ?? 0,
      maxDocumentSize: options.maxDocumentSize ?? 8_000_000,
      defaultSecurity: options.defaultSecurity ?? ADMINS_ONLY,
      onUpdated: () => updates.note(name),
    });
  const cluster: Cluster = { databases, updates, create };
  const spoilings: Spoiling[] = [];
  const requests: string[] = [];

  const takeBadDay = (line: string): BadDay | undefined => {
    const spoiling = spoilings.find(({ path, times }) => times > 0 && path.test(line));
    if (spoiling) spoiling.times -= 1;
    return spoiling?.how;
  };

  const handle = async (node: number, request: IncomingMessage, response: ServerResponse) => {
    if (!nodes.isUp(node)) return request.socket.destroy();
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = url.pathname.slice(pathPrefix.length) || '/';
    const line = `${request.method} ${path}`;
    requests.push(line);
    const day = takeBadDay(line);
    if (day === 'cut') return request.socket.destroy();
    if (day === 'silence') return;
    const error = typeof day === 'number' ? { status: day, error: 'bad_day' } : day;
    if (typeof error === 'object') {
      const { status, error: word, reason = 'This was asked for.' } = error;
      return send(response, refuse(status, word, reason));
    }
    const early = refuseFile(cluster, node, { method: request.method ?? '', path });
    if (early) return sendUnread(request, response, early);
    const bytes = Buffer.concat(await request.toArray());
    if (options.latency) await pause(options.latency());
    const answer = url.pathname.startsWith(pathPrefix)
      ? await route({ node, request, path, query: url.searchParams, bytes })
      : refuse(404, 'not_found', 'missing');
    if (!nodes.isUp(node)) return request.socket.destroy();
    if (day === 'lost answer') return request.socket.destroy();
    if (day === 'half answer') return sendHalf(response, answer);
    if (day === 'no documents') return send(response, withoutDocuments(answer));
    return send(response, answer);
  };

  const route = async (call: Call): Promise<Answer> => {
    const expected = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    if (call.request.headers.authorization !== expected)
      return refuse(401, 'unauthorized', 'Name or password is incorrect.');
    const [name = '', ...rest] = call.path.slice(1).split('/').map(decodeURIComponent);
    // Each node of a badly set up cluster tells another one.
    if (name === '') return [200, { couchdb: 'Welcome', version: '3.5.0', uuid: randomUUID().replaceAll('-', '') }];
    if (name === '_up') return [200, { status: 'ok', seeds: {} }];
    if (name === '_membership') return [200, membershipOf(nodes.count)];
    if (name === '_active_tasks') return [200, []];
    if (name === '_all_dbs') return [200, listDatabases([...databases.keys(), '_users'], call.query)];
    if (name === '_db_updates') {
      return databases.has(GLOBAL_CHANGES) ? updates.read(call.query, call.request) : missingDatabase;
    }
    if (rest.length === 0) return routeDatabase(cluster, name, call);
    const database = databases.get(name);
    return database ? routeBehind(database, rest, call) : missingDatabase;
  };

  const servers = await Promise.all(
    Array.from({ length: nodes.count }, async (_, node) => {
      const server = createServer((request, response) => {
        handle(node, request, response).catch((error) => send(response, refuse(500, 'fake_failed', String(error))));
      });
      if (options.maxConnections !== undefined) limitConnections(server, options.maxConnections);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const urls = servers.map((server) => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}${pathPrefix}`;
  });

  return {
    url: urls[0] ?? '',
    urls,
    nodes,
    synchronize: () => {
      for (const database of databases.values()) database.synchronize();
    },
    spoil: (path, how, times = 1) => void spoilings.push({ path, how, times }),
    forgive: () => void spoilings.splice(0),
    requests,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
};

/** What all nodes know. */
type Cluster = {
  readonly databases: Map<string, FakeDatabase>;
  readonly updates: Updates;
  readonly create: (name: string) => FakeDatabase;
};

const membershipOf = (count: number): Json => {
  const names = Array.from({ length: count }, (_, node) => `couchdb${node}@127.0.0.1`);
  return { all_nodes: names, cluster_nodes: names };
};

type Call = {
  /** The node that was asked. */
  readonly node: number;
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly bytes: Buffer;
};

const listDatabases = (names: readonly string[], query: URLSearchParams): readonly string[] => {
  const from = JSON.parse(query.get('startkey') ?? '""');
  const to = JSON.parse(query.get('endkey') ?? '"\uffff"');
  return names.filter((name) => name >= from && name <= to).sort();
};

const routeDatabase = (
  { databases, updates, create }: Cluster,
  name: string,
  { node, request: { method } }: Call,
): Answer | Promise<Answer> => {
  const database = databases.get(name);
  if (method === 'PUT') {
    if (!/^[a-z][a-z0-9_$()+/-]*$/.test(name) && name !== GLOBAL_CHANGES)
      return refuse(400, 'illegal_database_name', name);
    if (database) return refuse(412, 'file_exists', 'The database could not be created, the file already exists.');
    databases.set(name, create(name));
    updates.note(name);
    return [201, { ok: true }];
  }
  if (!database) return missingDatabase;
  if (method !== 'DELETE') return database.info(node);
  databases.delete(name);
  updates.note(name);
  return [200, { ok: true }];
};

const routeBehind = (database: FakeDatabase, path: readonly string[], call: Call): Answer | Promise<Answer> => {
  const [first = '', file = ''] = path;
  const { node, request, bytes } = call;
  const isPut = request.method === 'PUT';
  if (!first.startsWith('_')) {
    return isPut ? database.putFile(node, { id: first, file, bytes }) : database.getFile(node, first, file);
  }
  if (first === '_changes') return changesOf(database, call);
  if (first === '_design') return routeDesign(database, path, call);
  if (first === '_security') return isPut ? database.setSecurity(JSON.parse(bytes.toString())) : database.security();
  if (request.method === 'GET' && first === '_all_docs') return database.allIds(node);
  return routePost(database, first, call);
};

const routeDesign = (database: FakeDatabase, [, name, kind, view = '']: readonly string[], call: Call) => {
  const id = `_design/${name}`;
  const { node } = call;
  if (kind === undefined && call.request.method === 'GET') return database.getDesign(node, id);
  if (call.request.method === 'DELETE') {
    return database.putDesign(node, id, { _rev: call.query.get('rev') ?? undefined, _deleted: true });
  }
  const body = JSON.parse(call.bytes.toString());
  return kind === '_view' ? database.view(node, id, view, body) : database.putDesign(node, id, body);
};

type Body = Parameters<FakeDatabase['bulkDocs']>[1] & {
  readonly keys: readonly string[];
  readonly docs: readonly RevisionRequest[];
};

const routePost = (database: FakeDatabase, path: string, { node, query, bytes }: Call): Answer | Promise<Answer> => {
  const body: Body = JSON.parse(bytes.toString());
  if (path === '_bulk_docs') return database.bulkDocs(node, body);
  if (path === '_bulk_get') return database.bulkGet(node, body.docs);
  if (path === '_all_docs') return database.allDocs(node, body.keys, query.get('conflicts') === 'true');
  return refuse(404, 'not_found', 'missing');
};

const changesOf = async (database: FakeDatabase, { node, query }: Call): Promise<Answer> => {
  const request = {
    limit: Number(query.get('limit') ?? 100),
    documents: query.get('include_docs') === 'true',
    conflicts: query.get('conflicts') === 'true',
  };
  // As in CouchDB, `since` has no effect then.
  if (query.get('descending') === 'true') return database.changesBackward(node, request);
  const answer = await database.changes(node, query.get('since') ?? '0', request);
  return query.has('seq_interval') ? withoutSequences(answer) : answer;
};

/** CouchDB computes the sequences of few rows, and always `last_seq`. */
const withoutSequences = ([status, body]: Answer): Answer => {
  const { results, ...page } = body as { readonly results?: readonly Json[] };
  return results ? [status, { ...page, results: results.map((row) => ({ ...row, seq: null })) }] : [status, body];
};

const missingDatabase: Answer = refuse(404, 'not_found', 'Database does not exist.');

/** What CouchDB answers to an attachment before it reads the bytes. */
const refuseFile = (
  { databases }: Cluster,
  node: number,
  { method, path }: { readonly method: string; readonly path: string },
): Answer | undefined => {
  const [, name = '', id = '', file] = path.split('/');
  if (method !== 'PUT' || file === undefined || id.startsWith('_')) return undefined;
  const database = databases.get(name);
  if (!database) return missingDatabase;
  return database.takesFile(node, id) ? undefined : refuse(409, 'conflict', 'Document update conflict.');
};

/** Answers and closes the connection with bytes unread: the system resets it, often before the client reads the answer. */
const sendUnread = (request: IncomingMessage, response: ServerResponse, [status, body]: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body), () => request.socket.resetAndDestroy());
};

const send = (response: ServerResponse, [status, body]: Answer): void => {
  const isFile = Buffer.isBuffer(body);
  const bytes = isFile ? body : Buffer.from(JSON.stringify(body));
  const type = isFile ? 'application/octet-stream' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
};

const withoutDocuments = ([status, body]: Answer): Answer => [
  status,
  JSON.parse(JSON.stringify(body, (key, value) => (key === 'doc' ? undefined : value))),
];

const sendHalf = (response: ServerResponse, [status, body]: Answer): void => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
};
