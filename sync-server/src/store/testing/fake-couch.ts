import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createFakeDatabase, type FakeDatabase, type Json, refuse } from './fake-couch-database.ts';

/** An error status, or with CouchDB's word for it; no answer at all; the work done but its answer lost; or half an answer. */
export type BadDay =
  | number
  | { readonly status: number; readonly error: string }
  | 'cut'
  | 'lost answer'
  | 'half answer';

type Spoiling = { readonly path: RegExp; readonly how: BadDay; times: number };
type Answer = readonly [status: number, body: unknown];

export type FakeCouch = {
  /** With its user and password. */
  readonly url: string;
  /** Spoils the next `times` requests whose method and path (`POST /db/_find`) fit. */
  spoil(path: RegExp, how: BadDay, times?: number): void;
  /** Requests so far, as `GET /db`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
};

/** A CouchDB 3 over HTTP: the documented endpoints that the store uses, one node, no disk. */
export const startFakeCouch = async (options: { readonly maxDocumentSize?: number } = {}): Promise<FakeCouch> => {
  const databases = new Map<string, FakeDatabase>();
  const uuid = randomUUID().replaceAll('-', '');
  const spoilings: Spoiling[] = [];
  const requests: string[] = [];
  const { maxDocumentSize = 8_000_000 } = options;

  const takeBadDay = (line: string): BadDay | undefined => {
    const spoiling = spoilings.find(({ path, times }) => times > 0 && path.test(line));
    if (spoiling) spoiling.times -= 1;
    return spoiling?.how;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const line = `${request.method} ${url.pathname}`;
    requests.push(line);
    const bytes = Buffer.concat(await request.toArray());
    const day = takeBadDay(line);
    if (day === 'cut') return request.socket.destroy();
    const error = typeof day === 'number' ? { status: day, error: 'bad_day' } : day;
    if (typeof error === 'object') return send(response, refuse(error.status, error.error, 'This was asked for.'));
    const answer = await route(request, url, bytes);
    if (day === 'lost answer') return request.socket.destroy();
    if (day === 'half answer') return sendHalf(response, answer);
    return send(response, answer);
  };

  const route = async (request: IncomingMessage, url: URL, bytes: Buffer): Promise<Answer> => {
    const expected = `Basic ${Buffer.from('admin:p@ss').toString('base64')}`;
    if (request.headers.authorization !== expected)
      return refuse(401, 'unauthorized', 'Name or password is incorrect.');
    const [name = '', ...path] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    if (name === '') return [200, { couchdb: 'Welcome', version: '3.5.0', uuid }];
    if (name === '_all_dbs') return [200, [...databases.keys(), '_users'].sort()];
    if (path.length === 0)
      return routeDatabase(databases, name, request.method ?? '', () => createFakeDatabase(maxDocumentSize));
    const database = databases.get(name);
    if (!database) return refuse(404, 'not_found', 'Database does not exist.');
    if (path[0]?.startsWith('_') === false) {
      const [id = '', file = ''] = path;
      return request.method === 'PUT' ? database.putFile(id, file, bytes) : database.getFile(id, file);
    }
    if (path[0] === '_changes') return changesOf(database, url.searchParams, request);
    return routePost(database, path[0] ?? '', JSON.parse(bytes.toString()));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => send(response, refuse(500, 'fake_failed', String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;

  return {
    url: `http://admin:p%40ss@127.0.0.1:${port}`,
    spoil: (path, how, times = 1) => void spoilings.push({ path, how, times }),
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const routeDatabase = (
  databases: Map<string, FakeDatabase>,
  name: string,
  method: string,
  create: () => FakeDatabase,
): Answer => {
  const database = databases.get(name);
  if (method === 'PUT') {
    if (!/^[a-z][a-z0-9_$()+/-]*$/.test(name)) return refuse(400, 'illegal_database_name', name);
    if (database) return refuse(412, 'file_exists', 'The database could not be created, the file already exists.');
    databases.set(name, create());
    return [201, { ok: true }];
  }
  if (!database) return refuse(404, 'not_found', 'Database does not exist.');
  if (method !== 'DELETE') return database.info();
  databases.delete(name);
  for (const wake of database.waiting) wake();
  return [200, { ok: true }];
};

const routePost = (database: FakeDatabase, path: string, body: Json): Answer => {
  const input = body as { docs: Json[]; keys: string[]; name: string; index: { fields: string[] } } & {
    selector: Record<string, Json>;
    sort: Json[];
    limit: number;
  };
  if (path === '_bulk_docs') return database.bulkDocs(input.docs);
  if (path === '_all_docs') return database.allDocs(input.keys);
  if (path === '_index') return database.addIndex(input.name, input.index.fields);
  if (path === '_find') return database.find(input.selector, input.sort, input.limit);
  return refuse(404, 'not_found', 'missing');
};

const changesOf = async (database: FakeDatabase, query: URLSearchParams, request: IncomingMessage): Promise<Answer> => {
  const since = query.get('since') ?? '0';
  const limit = Number(query.get('limit') ?? 100);
  const answer = database.changes(since, limit);
  const isEmpty = answer[0] === 200 && (answer[1] as { results: unknown[] }).results.length === 0;
  if (!isEmpty || query.get('feed') !== 'longpoll') return answer;
  await new Promise<void>((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      database.waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, Number(query.get('timeout') ?? 60_000));
    database.waiting.add(wake);
    request.socket.once('close', wake);
  });
  return database.changes(since, limit);
};

const send = (response: ServerResponse, [status, body]: Answer): void => {
  const isFile = Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': isFile ? 'application/octet-stream' : 'application/json' });
  response.end(isFile ? body : JSON.stringify(body));
};

const sendHalf = (response: ServerResponse, [status, body]: Answer): void => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
};
