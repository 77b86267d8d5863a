import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Json, refuse } from './fake-couch-answer.ts';
import { createFakeDatabase, type FakeDatabase } from './fake-couch-database.ts';

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
};

export type FakeCouch = {
  /** With its user and password. */
  readonly url: string;
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

/** A CouchDB 3 over HTTP: the documented endpoints that the store uses, one node, no disk. */
export const startFakeCouch = async (options: FakeCouchOptions = {}): Promise<FakeCouch> => {
  const { maxDocumentSize = 8_000_000, defaultSecurity = ADMINS_ONLY, pathPrefix = '' } = options;
  const databases = new Map<string, FakeDatabase>();
  const updates = createUpdates();
  const create = (name: string) =>
    createFakeDatabase({ maxDocumentSize, defaultSecurity, onUpdated: () => updates.note(name) });
  const spoilings: Spoiling[] = [];
  const requests: string[] = [];

  const takeBadDay = (line: string): BadDay | undefined => {
    const spoiling = spoilings.find(({ path, times }) => times > 0 && path.test(line));
    if (spoiling) spoiling.times -= 1;
    return spoiling?.how;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
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
    const early = refuseFile(databases, request.method, path);
    if (early) return sendUnread(request, response, early);
    const bytes = Buffer.concat(await request.toArray());
    if (options.latency) await pause(options.latency());
    const answer = url.pathname.startsWith(pathPrefix)
      ? await route({ request, path, query: url.searchParams, bytes })
      : refuse(404, 'not_found', 'missing');
    if (day === 'lost answer') return request.socket.destroy();
    if (day === 'half answer') return sendHalf(response, answer);
    if (day === 'no documents') return send(response, withoutDocuments(answer));
    return send(response, answer);
  };

  const route = async ({ request, path, query, bytes }: Call): Promise<Answer> => {
    const expected = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization !== expected)
      return refuse(401, 'unauthorized', 'Name or password is incorrect.');
    const [name = '', ...rest] = path.slice(1).split('/').map(decodeURIComponent);
    // Each node of a badly set up cluster tells another one.
    if (name === '') return [200, { couchdb: 'Welcome', version: '3.5.0', uuid: randomUUID().replaceAll('-', '') }];
    if (name === '_active_tasks') return [200, []];
    if (name === '_all_dbs') return [200, listDatabases([...databases.keys(), '_users'], query)];
    if (name === '_db_updates') return databases.has(GLOBAL_CHANGES) ? updates.read(query, request) : missingDatabase;
    if (rest.length === 0) return routeDatabase(databases, name, request.method ?? '', { create, note: updates.note });
    const database = databases.get(name);
    if (!database) return missingDatabase;
    return routeBehind(database, rest, { request, path, query, bytes });
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => send(response, refuse(500, 'fake_failed', String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;

  return {
    url: `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}${pathPrefix}`,
    spoil: (path, how, times = 1) => void spoilings.push({ path, how, times }),
    forgive: () => void spoilings.splice(0),
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

type Call = {
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
  databases: Map<string, FakeDatabase>,
  name: string,
  method: string,
  { create, note }: { readonly create: (name: string) => FakeDatabase; readonly note: (name: string) => void },
): Answer => {
  const database = databases.get(name);
  if (method === 'PUT') {
    if (!/^[a-z][a-z0-9_$()+/-]*$/.test(name) && name !== GLOBAL_CHANGES)
      return refuse(400, 'illegal_database_name', name);
    if (database) return refuse(412, 'file_exists', 'The database could not be created, the file already exists.');
    databases.set(name, create(name));
    note(name);
    return [201, { ok: true }];
  }
  if (!database) return missingDatabase;
  if (method !== 'DELETE') return database.info();
  databases.delete(name);
  note(name);
  return [200, { ok: true }];
};

const routeBehind = (database: FakeDatabase, path: readonly string[], call: Call): Answer | Promise<Answer> => {
  const [first = '', file = ''] = path;
  const { request, query, bytes } = call;
  const isPut = request.method === 'PUT';
  if (!first.startsWith('_')) return isPut ? database.putFile(first, file, bytes) : database.getFile(first, file);
  if (first === '_changes') return changesOf(database, query);
  if (first === '_design') return routeDesign(database, path, call);
  if (first === '_security') return isPut ? database.setSecurity(JSON.parse(bytes.toString())) : database.security();
  if (request.method === 'GET' && first === '_all_docs') return database.allIds();
  return routePost(database, first, JSON.parse(bytes.toString()));
};

const routeDesign = (database: FakeDatabase, [, name, kind, view = '']: readonly string[], call: Call): Answer => {
  const id = `_design/${name}`;
  const isRead = call.request.method === 'GET';
  if (kind === undefined && isRead) return database.getDesign(id);
  if (call.request.method === 'DELETE') {
    return database.putDesign(id, { _rev: call.query.get('rev') ?? undefined, _deleted: true });
  }
  const body = JSON.parse(call.bytes.toString());
  return kind === '_view' ? database.view(id, view, body) : database.putDesign(id, body);
};

const routePost = (database: FakeDatabase, path: string, body: Json): Answer => {
  const input = body as Parameters<FakeDatabase['bulkDocs']>[0] & { keys: string[] };
  if (path === '_bulk_docs') return database.bulkDocs(input);
  if (path === '_bulk_get') return database.bulkGet(body.docs as { id: string; rev: string }[]);
  if (path === '_all_docs') return database.allDocs(input.keys);
  return refuse(404, 'not_found', 'missing');
};

const changesOf = (database: FakeDatabase, query: URLSearchParams): Answer => {
  const limit = Number(query.get('limit') ?? 100);
  const documents = query.get('include_docs') === 'true';
  // As in CouchDB, `since` has no effect then.
  if (query.get('descending') === 'true') return database.changesBackward(limit, documents);
  const answer = database.changes(query.get('since') ?? '0', limit, documents);
  return query.has('seq_interval') ? withoutSequences(answer) : answer;
};

/** CouchDB computes the sequences of few rows, and always `last_seq`. */
const withoutSequences = ([status, body]: Answer): Answer => {
  const { results, ...page } = body as { readonly results?: readonly Json[] };
  return results ? [status, { ...page, results: results.map((row) => ({ ...row, seq: null })) }] : [status, body];
};

/** The feed of all databases is kept in a database of its own, which an operator may not have made. */
const GLOBAL_CHANGES = '_global_changes';
/** CouchDB gathers updates for a moment. */
const GATHERING_MS = 20;

/** `_db_updates`: each database once, with its latest update. */
const createUpdates = () => {
  const latest = new Map<string, number>();
  const waiting = new Set<() => void>();
  let seq = 0;

  const read = (since: number): Answer => {
    const behind = [...latest].filter(([, at]) => at > since).sort(([, a], [, b]) => a - b);
    const results = behind.map(([db_name, at]) => ({ db_name, type: 'updated', seq: `${at}-x` }));
    return [200, { results, last_seq: `${seq}-x` }];
  };

  return {
    note: (name: string): void => {
      setTimeout(() => {
        seq += 1;
        latest.set(name, seq);
        for (const wake of [...waiting]) wake();
      }, GATHERING_MS).unref();
    },
    read: async (query: URLSearchParams, request: IncomingMessage): Promise<Answer> => {
      const since = query.get('since') === 'now' ? seq : Number.parseInt(query.get('since') ?? '0', 10);
      if (seq > since) return read(since);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          request.socket.off('close', wake);
          resolve();
        };
        const timer = setTimeout(wake, Number(query.get('timeout') ?? 60_000));
        waiting.add(wake);
        request.socket.once('close', wake);
      });
      return read(since);
    },
  };
};

const missingDatabase: Answer = refuse(404, 'not_found', 'Database does not exist.');

/** What CouchDB answers to an attachment before it reads the bytes. */
const refuseFile = (databases: ReadonlyMap<string, FakeDatabase>, method = '', path: string): Answer | undefined => {
  const [, name = '', id = '', file] = path.split('/');
  if (method !== 'PUT' || file === undefined || id.startsWith('_')) return undefined;
  const database = databases.get(name);
  if (!database) return missingDatabase;
  return database.takesFile(id) ? undefined : refuse(409, 'conflict', 'Document update conflict.');
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
