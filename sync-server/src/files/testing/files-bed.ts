import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@inbetwin/shared/contracts/accounts.ts';
import type { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { FILES_PATH, fileRevisionOf, ORIGINAL } from '@inbetwin/shared/contracts/files.ts';
import { readWhole } from '@inbetwin/shared/knowledge/testing/read-whole.ts';
import type { BlobStore, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { Router } from 'express';
import { expect } from 'vitest';
import { z } from 'zod';
import { startApi } from '../../http/testing/start-api.ts';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { createCouchBlobStore } from '../../store/couch/couch-blob-store.ts';
import { startFakeCouch } from '../../store/testing/fake-couch.ts';
import { createSyncGateway } from '../../sync/gateway.ts';
import { createFileRoutes } from '../file-routes.ts';
import { forgettingOriginals } from '../forget-originals.ts';
import { openMessageFiles } from '../message-files.ts';
import { owningSentFiles } from '../own-sent-files.ts';
import { createTeamFiles } from '../team-files.ts';

/** A JSON object of an answer. */
export const rowSchema = z.record(z.string(), z.unknown());
type Row = z.infer<typeof rowSchema>;

/** The stores that originals are kept in. */
export const blobKinds = ['on disk', 'in CouchDB, over HTTP to a stand-in'] as const;
export type BlobKind = (typeof blobKinds)[number];

type Opened = { readonly blobs: BlobStore; readonly folder: string; readonly close: () => Promise<void> };

const openKind = async (kind: BlobKind): Promise<Opened> => {
  if (kind === 'on disk') {
    const folder = await mkdtemp(join(tmpdir(), 'inbetwin-files-'));
    return {
      blobs: createDiskBlobStore(folder),
      folder,
      close: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const couch = await startFakeCouch();
  return { blobs: createCouchBlobStore({ url: couch.url }), folder: '', close: couch.close };
};

/** A blob store that counts what is open and read, and that fails as it is told. */
const watch = (stored: BlobStore) => {
  const state: { open: number; bytes: number; failure: Failure | undefined } = {
    open: 0,
    bytes: 0,
    failure: undefined,
  };
  const watched = (blob: OpenBlob): OpenBlob => ({
    ...blob,
    bytes: async function* (range) {
      for await (const chunk of blob.bytes(range)) {
        state.bytes += chunk.length;
        yield chunk;
      }
    },
    close: async () => {
      state.open -= 1;
      await blob.close();
    },
  });
  const blobs: BlobStore = {
    ...stored,
    put: async (teamId, bytes) => {
      if (state.failure) throw state.failure;
      return stored.put(teamId, bytes);
    },
    open: async (...place) => {
      const blob = await stored.open(...place);
      state.open += Number(blob !== undefined);
      return blob && watched(blob);
    },
  };
  return { blobs, state };
};

/** A device's document with an original, as its replication sends it. */
export const documentOf = (id: string, bytes: Uint8Array) => ({
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

/** A server with the routes of originals over a store of the kind, two teams, and requests to it. */
export const startFilesBed = async (kind: BlobKind) => {
  const { blobs: stored, folder, close } = await openKind(kind);
  const { blobs, state } = watch(stored);
  const routes = Router();
  const documentsOf = (teamId: string) => openTeamDocuments(api.store, teamId);
  const messageFilesOf = (teamId: string) => openMessageFiles({ store: api.store, blobs, teamId });
  const filesOf = (teamId: string) =>
    createTeamFiles({ teamId, blobs, documents: documentsOf(teamId), messageFiles: messageFilesOf(teamId) });
  const api = await startApi({
    routers: [routes],
    sync: {
      pull: () => Promise.reject(new Error('Nobody pulls here.')),
      lookUp: () => Promise.reject(new Error('Nobody looks anything up here.')),
      push: (caller, request) => {
        const gateway = createSyncGateway({ store: api.store, clockOf: async () => api.clock });
        return owningSentFiles(forgettingOriginals(gateway, filesOf), messageFilesOf).push(caller, request);
      },
    },
  });
  routes.use(createFileRoutes({ accounts: api.services.accounts, filesOf, intake: api.services.intake }));
  const owner = await api.register('owner');
  const stranger = await api.register('stranger');

  const ask = (path: string, body?: unknown, as = owner.accessToken) =>
    api.send(body === undefined ? 'GET' : 'POST', `${FILES_PATH}${path}`, { token: as, body });
  const json = async (response: Promise<Response>): Promise<Row> => rowSchema.parse(await (await response).json());
  const newSource = async (
    session: Session,
    bytes: Uint8Array = Buffer.from(`text ${randomBytes(9).toString('hex')}`),
  ) => {
    const id = hash('sha256', bytes);
    const { source } = await readWhole({ bytes: 'any text', fileName: 'a.txt', digest: id, now: api.clock() });
    await documentsOf(session.team.id).sources.put(source);
    return { id, bytes, source };
  };
  const sendFiles = (docs: readonly unknown[], as = owner.accessToken) =>
    ask('/_bulk_docs', { docs, new_edits: false }, as);
  /** What the server says of those that it does not take. */
  const refusalsOf = async (docs: readonly unknown[], as = owner.accessToken): Promise<readonly Row[]> => {
    const answer = await sendFiles(docs, as);
    expect(answer.status).toBe(201);
    return z.array(rowSchema).parse(await answer.json());
  };
  const readFile = (id: string, as = owner.accessToken) =>
    ask(`/${id}/${ORIGINAL}?rev=${fileRevisionOf(id)}`, undefined, as);
  /** Those of the originals that the server lacks and would take. */
  const wanted = async (...ids: string[]) =>
    Object.keys(await json(ask('/_revs_diff', Object.fromEntries(ids.map((id) => [id, ['1-abc']])))));

  return {
    ...{ api, owner, stranger, blobs, state, folder },
    ...{ documentsOf, messageFilesOf, filesOf, ask, json, newSource, sendFiles, refusalsOf, readFile, wanted },
    close: async () => {
      await api.close();
      await close();
    },
  };
};

export type FilesBed = Awaited<ReturnType<typeof startFilesBed>>;
