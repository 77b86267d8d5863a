import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { FILES_PATH, fileRevisionOf, MAX_FILE_BYTES, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readProblem } from '../http/testing/start-api.ts';
import { blobKinds, documentOf, type FilesBed, startFilesBed } from './testing/files-bed.ts';

describe.each(blobKinds)('originals %s', (kind) => {
  let bed: FilesBed;
  beforeAll(async () => {
    bed = await startFilesBed(kind);
  });
  afterAll(() => bed.close());

  it('go the way of a replication: asked for, sent, listed, read', async () => {
    const { owner, ask, json, newSource, sendFiles, readFile, wanted } = bed;
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
    const { owner, newSource, refusalsOf, readFile } = bed;
    const { id, bytes } = await newSource(owner);
    for (const _rev of ['1-abc', '1-abc', '3-def']) {
      expect(await refusalsOf([{ ...documentOf(id, bytes), _rev }])).toEqual([]);
    }
    expect(Buffer.from(await (await readFile(id)).arrayBuffer())).toEqual(bytes);
  });

  it.runIf(kind === 'on disk')(
    'may be as large as a file may be, and no larger',
    async () => {
      const { owner, documentsOf, newSource, sendFiles, refusalsOf, readFile } = bed;
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
    const { api, owner, newSource, sendFiles } = bed;
    const { id, bytes } = await newSource(owner, randomBytes(200_001));
    await sendFiles([documentOf(id, bytes)]);
    const read = (headers: Record<string, string>, method = 'GET') =>
      api.send(method, `${FILES_PATH}/${id}/${ORIGINAL}`, { token: owner.accessToken, headers });
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

  it.runIf(kind === 'on disk')('that are damaged are not given out', async () => {
    const { owner, folder, ask, newSource, sendFiles, readFile } = bed;
    const { id, bytes } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    await writeFile(join(folder, owner.team.id, id.slice(0, 2), id), 'damaged');
    expect(await readProblem(await readFile(id))).toMatchObject({ status: 503, code: 'store.unavailable' });
    expect((await ask(`/${id}`)).status).toBe(503);
    await expect(ask(`/${id}?attachments=true`).then((answer) => answer.json())).rejects.toThrow();
  });

  it('come with their bytes inside a document, whatever their length', async () => {
    const { owner, ask, json, newSource, sendFiles } = bed;
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
    const { api, owner, state, ask, newSource, sendFiles, readFile } = bed;
    const { id, bytes } = await newSource(owner, randomBytes(20_000_000));
    await sendFiles([documentOf(id, bytes)]);
    state.bytes = 0;
    const { hostname, port } = new URL(api.url);
    const paths = [`/${id}/${ORIGINAL}`, `/${id}/${ORIGINAL}`, `/${id}/${ORIGINAL}`, `/${id}?attachments=true`];
    const stalled = paths.map((path) => {
      const socket = connect(Number(port), hostname).pause();
      socket.write(
        `GET ${FILES_PATH}${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${owner.accessToken}\r\n\r\n`,
      );
      return socket;
    });
    await vi.waitFor(() => expect(state.open).toBe(4));
    const refused = await readFile(id);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await readProblem(refused)).toMatchObject({ status: 429, code: 'request.too_many' });
    expect((await ask('/_bulk_get', { docs: [{ id }] })).status).toBe(429);
    const colleague = await api.tokenAs('rep', owner);
    expect((await ask(`/${id}`, undefined, colleague)).status).toBe(200);
    for (const socket of stalled) socket.destroy();
    await vi.waitFor(() => expect(state.open).toBe(0));
    expect(state.bytes).toBeLessThan(4 * bytes.length);
    expect((await (await readFile(id)).arrayBuffer()).byteLength).toBe(bytes.length);
  }, 30_000);

  it('that come in half are not stored, and whole ones afterwards are', async () => {
    const { api, owner, newSource, refusalsOf, readFile, wanted } = bed;
    const { id, bytes } = await newSource(owner, Buffer.from('a few words '.repeat(20_000)));
    const body = JSON.stringify({ docs: [documentOf(id, bytes)], new_edits: false });
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const head = [
      `POST ${FILES_PATH}/_bulk_docs HTTP/1.1`,
      'Host: localhost',
      'Content-Type: application/json',
      `Authorization: Bearer ${owner.accessToken}`,
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
    const { owner, state, newSource, sendFiles, refusalsOf, wanted } = bed;
    const { id, bytes } = await newSource(owner);
    state.failure = new Failure('store.full', 'Full.', 'Free disk space.');
    expect(await readProblem(await sendFiles([documentOf(id, bytes)]))).toMatchObject({
      status: 507,
      code: 'store.full',
    });
    expect(await wanted(id)).toEqual([id]);
    state.failure = undefined;
    expect(await refusalsOf([documentOf(id, bytes)])).toEqual([]);
  });
});
