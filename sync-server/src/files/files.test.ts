import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { FILES_PATH, fileRevisionOf, MAX_FILE_BYTES, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { type Operation, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import { readWhole } from '@inbetwin/shared/knowledge/testing/read-whole.ts';
import type { BlobStore, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { Router } from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Api, readProblem, startApi } from '../http/testing/start-api.ts';
import { createDiskBlobStore } from '../store/blobs/disk-blob-store.ts';
import { createCouchBlobStore } from '../store/couch/couch-blob-store.ts';
import { type FakeCouch, startFakeCouch } from '../store/testing/fake-couch.ts';
import { createSyncGateway } from '../sync/gateway.ts';
import { sampleConversation, sampleReply } from '../sync/testing/sample-documents.ts';
import { createFileRoutes } from './file-routes.ts';
import { forgettingOriginals } from './forget-originals.ts';
import { openMessageFiles } from './message-files.ts';
import { owningSentFiles } from './own-sent-files.ts';
import { createTeamFiles } from './team-files.ts';

const replyOf = ({ user }: Session, file: Attachment) => {
  const conversation = sampleConversation(`telegram:42:${randomBytes(4).toString('hex')}`);
  const reply = { ...sampleReply(user.id), conversationId: conversation.id, attachments: [file] };
  return { conversation, reply };
};

const rowSchema = z.record(z.string(), z.unknown());
type Row = z.infer<typeof rowSchema>;

let folder: string;
let couch: FakeCouch;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbetwin-files-'));
  couch = await startFakeCouch();
});
afterAll(async () => {
  await couch.close();
  await rm(folder, { recursive: true, force: true });
});

const kinds: readonly (readonly [string, () => BlobStore])[] = [
  ['on disk', () => createDiskBlobStore(folder)],
  ['in CouchDB, over HTTP to a stand-in', () => createCouchBlobStore({ url: couch.url })],
];

describe.each(kinds)('originals %s', (name, openBlobs) => {
  let api: Api;
  let blobs: BlobStore;
  let owner: Session;
  let stranger: Session;
  /** Fails the next `put`. */
  let failure: Failure | undefined;

  /** Blobs that are open, and bytes that were read of those whose reading was counted. */
  const reading = { open: 0, bytes: 0 };
  const watched = (blob: OpenBlob): OpenBlob => ({
    ...blob,
    bytes: async function* (range) {
      for await (const chunk of blob.bytes(range)) {
        reading.bytes += chunk.length;
        yield chunk;
      }
    },
    close: async () => {
      reading.open -= 1;
      await blob.close();
    },
  });

  const documentsOf = (teamId: string) => openTeamDocuments(api.store, teamId);
  const messageFilesOf = (teamId: string) => openMessageFiles({ store: api.store, blobs, teamId });
  const filesOf = (teamId: string) =>
    createTeamFiles({ teamId, blobs, documents: documentsOf(teamId), messageFiles: messageFilesOf(teamId) });

  beforeAll(async () => {
    const stored = openBlobs();
    blobs = {
      ...stored,
      put: async (teamId, bytes) => {
        if (failure) throw failure;
        return stored.put(teamId, bytes);
      },
      open: async (...place) => {
        const blob = await stored.open(...place);
        reading.open += Number(blob !== undefined);
        return blob && watched(blob);
      },
    };
    const routes = Router();
    api = await startApi({
      routers: [routes],
      sync: {
        pull: () => Promise.reject(new Error('Nobody pulls here.')),
        push: (caller, request) => {
          const gateway = createSyncGateway({ store: api.store, clockOf: async () => api.clock });
          return owningSentFiles(forgettingOriginals(gateway, filesOf), messageFilesOf).push(caller, request);
        },
      },
    });
    routes.use(createFileRoutes({ accounts: api.services.accounts, filesOf, intake: api.services.intake }));
    owner = await api.register('owner');
    stranger = await api.register('stranger');
  });
  afterAll(() => api.close());
  beforeEach(() => {
    failure = undefined;
  });

  const token = (session: Session) => session.accessToken;
  const ask = (path: string, body?: unknown, as = token(owner)) =>
    api.send(body === undefined ? 'GET' : 'POST', `${FILES_PATH}${path}`, { token: as, body });
  const json = async (response: Promise<Response>): Promise<Row> => rowSchema.parse(await (await response).json());

  const newSource = async (
    session: Session,
    bytes: Uint8Array = Buffer.from(`text ${randomBytes(9).toString('hex')}`),
  ) => {
    const id = hash('sha256', bytes);
    const { source } = await readWhole({
      bytes: 'any text',
      fileName: 'a.txt',
      digest: id,
      now: api.clock(),
    });
    await documentsOf(session.team.id).sources.put(source);
    return { id, bytes, source };
  };
  const documentOf = (id: string, bytes: Uint8Array) => ({
    _id: id,
    _rev: '1-abc',
    _revisions: { start: 1, ids: ['abc'] },
    _attachments: {
      [ORIGINAL]: {
        content_type: 'text/plain',
        revpos: 1,
        digest: 'md5-x',
        data: Buffer.from(bytes).toString('base64'),
      },
    },
  });
  const sendFiles = (docs: readonly unknown[], as = token(owner)) => ask('/_bulk_docs', { docs, new_edits: false }, as);
  /** What the server says of those that it does not take. */
  const refusalsOf = async (docs: readonly unknown[], as = token(owner)): Promise<readonly Row[]> => {
    const answer = await sendFiles(docs, as);
    expect(answer.status).toBe(201);
    return z.array(rowSchema).parse(await answer.json());
  };
  const readFile = (id: string, as = token(owner)) =>
    ask(`/${id}/${ORIGINAL}?rev=${fileRevisionOf(id)}`, undefined, as);
  const wanted = async (...ids: string[]) =>
    Object.keys(await json(ask('/_revs_diff', Object.fromEntries(ids.map((id) => [id, ['1-abc']])))));

  it('of a reply are wanted once the reply is stored, and of nobody who was refused', async () => {
    const bytes = Buffer.from(`plan ${randomBytes(9).toString('hex')}`);
    const id = hash('sha256', bytes);
    const file = { kind: 'file', name: 'план.txt', size: bytes.length, state: 'waiting', digest: id } as const;
    const { conversation, reply } = replyOf(owner, file);
    await documentsOf(owner.team.id).conversations.put(conversation);
    const push = (row: object) =>
      api.send('POST', '/sync/v1/push', {
        token: token(owner),
        body: { collection: 'messages', rows: [{ newDocumentState: { ...row, _deleted: false } }] },
      });
    const forged = await push({ ...reply, author: { kind: 'person', id: 'somebody', name: 'Кто-то' } });
    expect(rowSchema.parse(await forged.json()).refused).toHaveLength(1);
    expect(await wanted(id)).toEqual([]);
    expect(await refusalsOf([documentOf(id, bytes)])).toMatchObject([{ code: 'resource.not_found' }]);

    expect(rowSchema.parse(await (await push(reply)).json()).refused).toEqual([]);
    expect(await wanted(id)).toEqual([id]);
    expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
    expect(await wanted(id)).toEqual([]);
    expect(Buffer.from(await (await readFile(id)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await readFile(id, token(stranger))).status).toBe(404);
  });

  it('are taken as the plain body from clients of the API, from those who may send them', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(40)]);
    const upload = (as: string, body = bytes) =>
      fetch(`${api.url}${FILES_PATH}`, { method: 'POST', headers: { authorization: `Bearer ${as}` }, body });
    const stored = await upload(token(owner));
    const id = hash('sha256', bytes);
    expect([stored.status, await stored.json()]).toEqual([201, { id, size: bytes.length, type: 'image/png' }]);
    expect(Buffer.from(await (await readFile(id)).arrayBuffer()).equals(bytes)).toBe(true);
    const viewer = await api.tokenAs('viewer', owner);
    expect(await readProblem(await upload(viewer))).toMatchObject({ status: 403, code: 'auth.forbidden' });
    expect((await upload('nobody')).status).toBe(401);
    const large = await upload(token(owner), Buffer.alloc(MAX_FILE_BYTES + 1));
    expect(await readProblem(large)).toMatchObject({ status: 413, code: 'file.too_large' });
  });

  it('go the way of a replication: asked for, sent, listed, read', async () => {
    const { id, bytes } = await newSource(owner);
    expect(await json(ask('/'))).toMatchObject({ db_name: 'files' });
    expect(await json(ask('/_revs_diff', { [id]: ['1-abc'] }))).toEqual({ [id]: { missing: ['1-abc'] } });
    const sent = await sendFiles([documentOf(id, bytes)]);
    expect([sent.status, await sent.json()]).toEqual([201, []]);
    expect(await wanted(id)).toEqual([]);

    const never = hash('sha256', 'never');
    const changes = (since: number) =>
      ask(`/_changes?style=all_docs&filter=_doc_ids&since=${since}&limit=100`, { doc_ids: [never, id] });
    const rev = fileRevisionOf(id);
    expect(await json(changes(0))).toEqual({ results: [{ seq: 1, id, changes: [{ rev }] }], last_seq: 1, pending: 0 });
    expect(await json(changes(1))).toEqual({ results: [], last_seq: 1, pending: 0 });

    const digest = `md5-${hash('md5', bytes, 'base64')}`;
    const stub = { content_type: 'application/octet-stream', revpos: 1, digest, stub: true, length: bytes.length };
    const ok = {
      _id: id,
      _rev: rev,
      _revisions: { start: 1, ids: [rev.slice(2)] },
      _attachments: { [ORIGINAL]: stub },
    };
    const answer = await json(
      ask('/_bulk_get?revs=true&latest=true', {
        docs: [
          { id, rev },
          { id: never, rev: '1-x' },
        ],
      }),
    );
    const error = { id: never, rev: '1-x', error: 'not_found', reason: 'missing' };
    expect(answer).toEqual({
      results: [
        { id, docs: [{ ok }] },
        { id: never, docs: [{ error }] },
      ],
    });
    expect(await json(ask(`/${id}?revs=true`))).toEqual(ok);
    expect(await (await ask(`/${id}?open_revs=${encodeURIComponent(JSON.stringify([rev]))}`)).json()).toEqual([{ ok }]);
    expect(await (await ask(`/${never}?open_revs=${encodeURIComponent('["1-x"]')}`)).json()).toEqual([
      { missing: '1-x' },
    ]);
    const whole = await json(ask(`/${id}?attachments=true`));
    expect(whole).toMatchObject({ _attachments: { [ORIGINAL]: { data: Buffer.from(bytes).toString('base64') } } });

    const file = await readFile(id);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe('attachment');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  });

  it('are sent again without harm, under another revision too, and of an empty file', async () => {
    const { id, bytes } = await newSource(owner);
    for (const _rev of ['1-abc', '1-abc', '3-def']) {
      expect(await refusalsOf([{ ...documentOf(id, bytes), _rev }])).toEqual([]);
    }
    expect(Buffer.from(await (await readFile(id)).arrayBuffer())).toEqual(bytes);
  });

  it('that are not what their name says are refused with a code, and the others beside them are taken', async () => {
    const [good, bad, loose] = [await newSource(owner), await newSource(owner), Buffer.from('no source')];
    const rows = await refusalsOf([
      documentOf(bad.id, Buffer.from('something else')),
      documentOf(hash('sha256', loose), loose),
      documentOf('../../etc/passwd', loose),
      { _id: bad.id, _rev: '2-x', _deleted: true },
      { _id: bad.id, _rev: '1-x', _attachments: { other: { data: '' } } },
      documentOf(good.id, good.bytes),
    ]);
    const codes = ['file.digest', 'resource.not_found', 'request.invalid', 'request.invalid', 'request.invalid'];
    expect(rows.map(({ code }) => code)).toEqual(codes);
    expect(rows.every(({ error }) => error === 'forbidden')).toBe(true);
    expect(await wanted(good.id, bad.id, hash('sha256', loose))).toEqual([bad.id]);
  });

  it.runIf(name === 'on disk')(
    'may be as large as a file may be, and no larger',
    async () => {
      const large = await newSource(owner);
      const bytes = randomBytes(MAX_FILE_BYTES);
      const id = hash('sha256', bytes);
      await documentsOf(owner.team.id).sources.put({ ...large.source, id: `source:${id.slice(0, 32)}`, digest: id });
      expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
      expect(Buffer.from(await (await readFile(id)).arrayBuffer()).equals(bytes)).toBe(true);

      const more = Buffer.concat([bytes, Buffer.from('x')]);
      const [row] = await refusalsOf([documentOf(hash('sha256', more), more)]);
      expect(row?.code).toBe('request.too_large');
      const problem = await readProblem(await sendFiles([documentOf(id, bytes), documentOf(id, bytes)]));
      expect(problem).toMatchObject({ status: 413, code: 'request.too_large' });
    },
    30_000,
  );

  it('are read in parts: a range, its length alone, and nothing behind the end', async () => {
    const { id, bytes } = await newSource(owner, randomBytes(200_001));
    await sendFiles([documentOf(id, bytes)]);
    const read = (headers: Record<string, string>, method = 'GET') =>
      api.send(method, `${FILES_PATH}/${id}/${ORIGINAL}`, { token: token(owner), headers });
    const part = await read({ range: 'bytes=100000-100009' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100000-100009/200001']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.from(bytes.subarray(100_000, 100_010)));
    const tail = await read({ range: 'bytes=-7', 'if-range': `"${id}"` });
    expect([tail.status, (await tail.arrayBuffer()).byteLength]).toEqual([206, 7]);
    const behind = await read({ range: 'bytes=200001-' });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, 'bytes */200001']);
    for (const headers of [
      { range: 'bytes=0-1,5-6' },
      { range: 'lines=1-2' },
      { range: 'bytes=0-1', 'if-range': '"x"' },
    ]) {
      const whole = await read(headers);
      expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 200_001]);
    }
    const head = await read({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '200001', '']);
  });

  it.runIf(name === 'on disk')('that are damaged are not given out', async () => {
    const { id, bytes } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    await writeFile(join(folder, owner.team.id, id.slice(0, 2), id), 'damaged');
    expect(await readProblem(await readFile(id))).toMatchObject({ status: 503, code: 'store.unavailable' });
    expect((await ask(`/${id}`)).status).toBe(503);
    await expect(ask(`/${id}?attachments=true`).then((answer) => answer.json())).rejects.toThrow();
  });

  it('come with their bytes inside a document, whatever their length', async () => {
    for (const length of [0, 1, 65_537, 131_072]) {
      const { id, bytes } = await newSource(owner, randomBytes(length));
      await sendFiles([documentOf(id, bytes)]);
      const digest = `md5-${hash('md5', bytes, 'base64')}`;
      const answer = await json(ask('/_bulk_get?revs=true&attachments=true', { docs: [{ id }] }));
      const data = Buffer.from(bytes).toString('base64');
      expect(answer).toMatchObject({
        results: [{ id, docs: [{ ok: { _id: id, _attachments: { [ORIGINAL]: { data, digest } } } }] }],
      });
      const revisions = `open_revs=${encodeURIComponent('["1-x"]')}&attachments=true`;
      expect(await (await ask(`/${id}?${revisions}`)).json()).toMatchObject([{ ok: { _id: id } }]);
    }
  });

  it('are read by so many at a time, no faster than they take them, and by nobody who has left', async () => {
    const { id, bytes } = await newSource(owner, randomBytes(20_000_000));
    await sendFiles([documentOf(id, bytes)]);
    reading.bytes = 0;
    const { hostname, port } = new URL(api.url);
    const paths = [`/${id}/${ORIGINAL}`, `/${id}/${ORIGINAL}`, `/${id}/${ORIGINAL}`, `/${id}?attachments=true`];
    const stalled = paths.map((path) => {
      const socket = connect(Number(port), hostname).pause();
      socket.write(
        `GET ${FILES_PATH}${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token(owner)}\r\n\r\n`,
      );
      return socket;
    });
    await vi.waitFor(() => expect(reading.open).toBe(4));
    const refused = await readFile(id);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await readProblem(refused)).toMatchObject({ status: 429, code: 'request.too_many' });
    expect((await ask('/_bulk_get', { docs: [{ id }] })).status).toBe(429);
    const colleague = await api.tokenAs('rep', owner);
    expect((await ask(`/${id}`, undefined, colleague)).status).toBe(200);
    for (const socket of stalled) socket.destroy();
    await vi.waitFor(() => expect(reading.open).toBe(0));
    expect(reading.bytes).toBeLessThan(4 * bytes.length);
    expect((await (await readFile(id)).arrayBuffer()).byteLength).toBe(bytes.length);
  }, 30_000);

  it('that come in half are not stored, and whole ones afterwards are', async () => {
    const { id, bytes } = await newSource(owner, Buffer.from('a few words '.repeat(20_000)));
    const body = JSON.stringify({ docs: [documentOf(id, bytes)], new_edits: false });
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const head = [
      `POST ${FILES_PATH}/_bulk_docs HTTP/1.1`,
      'Host: localhost',
      'Content-Type: application/json',
      `Authorization: Bearer ${token(owner)}`,
      `Content-Length: ${body.length}`,
    ].join('\r\n');
    await new Promise((sent) => socket.write(`${head}\r\n\r\n${body.slice(0, 100_000)}`, sent));
    socket.destroy();
    await once(socket, 'close');
    expect(await wanted(id)).toEqual([id]);
    expect((await readFile(id)).status).toBe(404);
    expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
    expect((await readFile(id)).status).toBe(200);
  });

  it('that find no room are refused as a whole with 507, and taken later', async () => {
    const { id, bytes } = await newSource(owner);
    failure = new Failure('store.full', 'Full.', 'Free disk space.');
    expect(await readProblem(await sendFiles([documentOf(id, bytes)]))).toMatchObject({
      status: 507,
      code: 'store.full',
    });
    expect(await wanted(id)).toEqual([id]);
    failure = undefined;
    expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
  });

  it('belong to one team: another neither sees, lists nor reads them', async () => {
    const { id, bytes } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    const as = token(stranger);
    expect((await readFile(id, as)).status).toBe(404);
    expect((await ask(`/${id}`, undefined, as)).status).toBe(404);
    expect((await json(ask('/_changes?filter=_doc_ids', { doc_ids: [id] }, as))).results).toEqual([]);
    expect(await json(ask('/_revs_diff', { [id]: ['1-a'] }, as))).toEqual({});
    const [row] = await refusalsOf([documentOf(id, bytes)], as);
    expect(row?.code).toBe('resource.not_found');
    await newSource(stranger, bytes);
    expect((await readFile(id, as)).status).toBe(404);
  });

  it('are read by everybody in the team, and added by those who may: role x operation', async () => {
    const operations: readonly Operation[] = ['create', 'change', 'delete'];
    const rights: string[][] = [];
    for (const role of roles) {
      const as = role === 'owner' ? token(owner) : await api.tokenAs(role, owner);
      const { id, bytes } = await newSource(owner);
      const [refused] = await refusalsOf([documentOf(id, bytes)], as);
      expect(refused?.code).toBe(may(role, 'files', 'create') ? undefined : 'auth.forbidden');
      await sendFiles([documentOf(id, bytes)]);
      expect((await readFile(id, as)).status).toBe(200);
      const [kept] = await refusalsOf([{ _id: id, _rev: '2-x', _deleted: true }], as);
      expect(kept?.error).toBe('forbidden');
      for (const method of ['DELETE', 'PUT']) {
        const answer = await api.send(method, `${FILES_PATH}/${id}`, { token: as });
        expect((await readProblem(answer)).code).toBe('request.method_not_allowed');
      }
      expect((await readFile(id, as)).status).toBe(200);
      rights.push([role, ...operations.filter((operation) => may(role, 'files', operation))]);
    }
    const sellers = ['owner', 'admin', 'manager', 'rep'];
    expect(rights).toEqual([...sellers.map((role) => [role, 'create']), ['viewer']]);
  });

  it('are for members alone: without a token, or with an old one, nothing is read of the request', async () => {
    const { id, bytes } = await newSource(owner);
    for (const as of [undefined, 'not.a.token']) {
      const paths = ['/', `/${id}`, `/${id}/${ORIGINAL}`];
      for (const path of paths) {
        expect((await api.send('GET', FILES_PATH + path, { token: as })).status).toBe(401);
      }
      for (const path of ['/_changes', '/_revs_diff', '/_bulk_get', '/_bulk_docs']) {
        const body = path === '/_bulk_docs' ? { docs: [documentOf(id, bytes)], new_edits: false } : '{';
        expect((await api.send('POST', FILES_PATH + path, { token: as, body })).status).toBe(401);
      }
    }
    expect(await wanted(id)).toEqual([id]);
  });

  it('go when a device deletes their source, also when the row comes again; not when it may not', async () => {
    const { id, bytes, source } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    const stored = { ...source, _deleted: false };
    const row = { assumedMasterState: stored, newDocumentState: { id: source.id, _deleted: true } };
    const push = (as: string) =>
      api.send('POST', '/sync/v1/push', { token: as, body: { collection: 'sources', rows: [row] } });
    expect((await json(push(await api.tokenAs('viewer', owner)))).refused).toHaveLength(1);
    expect((await readFile(id)).status).toBe(200);
    expect((await json(push(token(owner)))).refused).toEqual([]);
    expect((await readFile(id)).status).toBe(404);
    await blobs.put(owner.team.id, bytes);
    await push(token(owner));
    expect((await readFile(id)).status).toBe(404);
    const [row2] = await refusalsOf([documentOf(id, bytes)]);
    expect(row2?.code).toBe('resource.not_found');
  });

  it('stay while a message has them, and a device that has them puts them back when the server lost them', async () => {
    const bytes = Buffer.from(`photo ${randomBytes(9).toString('hex')}`);
    const { id, source } = await newSource(owner, bytes);
    async function* chunks() {
      yield bytes;
    }
    const { team } = owner;
    await messageFilesOf(team.id).keep({ messageId: 'telegram:42:7:1', chunks: chunks(), maxBytes: 1000 });
    await documentsOf(team.id).sources.delete([source.id]);
    await filesOf(team.id).forget([id]);
    expect(Buffer.from(await (await readFile(id)).arrayBuffer()).equals(bytes)).toBe(true);
    await blobs.delete(team.id, id);
    expect(await wanted(id)).toEqual([id]);
    expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
    expect((await readFile(id)).status).toBe(200);
    expect((await readFile(id, token(stranger))).status).toBe(404);
  });

  it('refuse what is no such request', async () => {
    const bad: readonly (readonly [string, unknown])[] = [
      ['/_changes?filter=_doc_ids', {}],
      ['/_changes', { doc_ids: [] }],
      ['/_changes?filter=_doc_ids&since=-1', { doc_ids: [] }],
      ['/_revs_diff', { a: 'b' }],
      ['/_revs_diff', Object.fromEntries(Array.from({ length: 501 }, (_, at) => [String(at), []]))],
      ['/_bulk_get', { docs: [{}] }],
      ['/_bulk_docs', { docs: [] }],
      ['/_bulk_docs', { docs: [{ id: 'a' }], new_edits: false }],
    ];
    for (const [path, body] of bad)
      expect((await readProblem(await ask(path, body))).code, path).toBe('request.invalid');
    const id = hash('sha256', 'a');
    expect((await readProblem(await ask(`/${id}?open_revs=x`))).code).toBe('request.invalid');
    for (const path of [`/..%2f..%2fetc/${ORIGINAL}`, '/_local%2fx', '/_design%2fx', `/${id}/other`]) {
      expect((await readProblem(await ask(path))).status, path).toBe(404);
    }
    expect((await readProblem(await ask('/_bulk_docs'))).code).toBe('request.method_not_allowed');
  });
});
