import { hash, randomBytes } from 'node:crypto';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import { FILES_PATH, MAX_FILE_BYTES, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { type Operation, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProblem } from '../http/testing/start-api.ts';
import { sampleConversation, sampleReply } from '../sync/testing/sample-documents.ts';
import { blobKinds, documentOf, type FilesBed, rowSchema, startFilesBed } from './testing/files-bed.ts';

const replyOf = ({ user }: Session, file: Attachment) => {
  const conversation = sampleConversation(`telegram:42:${randomBytes(4).toString('hex')}`);
  const reply = { ...sampleReply(user.id), conversationId: conversation.id, attachments: [file] };
  return { conversation, reply };
};

describe.each(blobKinds)('originals %s', (kind) => {
  let bed: FilesBed;
  beforeAll(async () => {
    bed = await startFilesBed(kind);
  });
  afterAll(() => bed.close());

  it('of a reply are wanted once the reply is stored, and of nobody who was refused', async () => {
    const { api, owner, stranger, documentsOf, refusalsOf, readFile, wanted } = bed;
    const bytes = Buffer.from(`plan ${randomBytes(9).toString('hex')}`);
    const id = hash('sha256', bytes);
    const file = { kind: 'file', name: 'план.txt', size: bytes.length, state: 'waiting', digest: id } as const;
    const { conversation, reply } = replyOf(owner, file);
    await documentsOf(owner.team.id).conversations.put(conversation);
    const push = (row: object) =>
      api.send('POST', '/sync/v1/push', {
        token: owner.accessToken,
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
    expect((await readFile(id, stranger.accessToken)).status).toBe(404);
  });

  it('are taken as the plain body from clients of the API, from those who may send them', async () => {
    const { api, owner, readFile } = bed;
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(40)]);
    const upload = (as: string, body = bytes) =>
      fetch(`${api.url}${FILES_PATH}`, { method: 'POST', headers: { authorization: `Bearer ${as}` }, body });
    const stored = await upload(owner.accessToken);
    const id = hash('sha256', bytes);
    expect([stored.status, await stored.json()]).toEqual([201, { id, size: bytes.length, type: 'image/png' }]);
    expect(Buffer.from(await (await readFile(id)).arrayBuffer()).equals(bytes)).toBe(true);
    const viewer = await api.tokenAs('viewer', owner);
    expect(await readProblem(await upload(viewer))).toMatchObject({ status: 403, code: 'auth.forbidden' });
    expect((await upload('nobody')).status).toBe(401);
    const large = await upload(owner.accessToken, Buffer.alloc(MAX_FILE_BYTES + 1));
    expect(await readProblem(large)).toMatchObject({ status: 413, code: 'file.too_large' });
  });

  it('that are not what their name says are refused with a code, and the others beside them are taken', async () => {
    const { owner, newSource, refusalsOf, wanted } = bed;
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

  it('belong to one team: another neither sees, lists nor reads them', async () => {
    const { owner, stranger, ask, json, newSource, sendFiles, refusalsOf, readFile } = bed;
    const { id, bytes } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    const as = stranger.accessToken;
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
    const { api, owner, newSource, sendFiles, refusalsOf, readFile } = bed;
    const operations: readonly Operation[] = ['create', 'change', 'delete'];
    const rights: string[][] = [];
    for (const role of roles) {
      const as = role === 'owner' ? owner.accessToken : await api.tokenAs(role, owner);
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
    const { api, owner, newSource, wanted } = bed;
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
    const { api, owner, blobs, json, newSource, sendFiles, refusalsOf, readFile } = bed;
    const { id, bytes, source } = await newSource(owner);
    await sendFiles([documentOf(id, bytes)]);
    const stored = { ...source, _deleted: false };
    const row = { assumedMasterState: stored, newDocumentState: { id: source.id, _deleted: true } };
    const push = (as: string) =>
      api.send('POST', '/sync/v1/push', { token: as, body: { collection: 'sources', rows: [row] } });
    expect((await json(push(await api.tokenAs('viewer', owner)))).refused).toHaveLength(1);
    expect((await readFile(id)).status).toBe(200);
    expect((await json(push(owner.accessToken))).refused).toEqual([]);
    expect((await readFile(id)).status).toBe(404);
    await blobs.put(owner.team.id, bytes);
    await push(owner.accessToken);
    expect((await readFile(id)).status).toBe(404);
    const [row2] = await refusalsOf([documentOf(id, bytes)]);
    expect(row2?.code).toBe('resource.not_found');
  });

  it('stay while a message has them, and a device that has them puts them back when the server lost them', async () => {
    const { owner, stranger, blobs, documentsOf, messageFilesOf, filesOf, newSource, refusalsOf, readFile, wanted } =
      bed;
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
    expect((await readFile(id, stranger.accessToken)).status).toBe(404);
  });

  it('refuse what is no such request', async () => {
    const { ask } = bed;
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
