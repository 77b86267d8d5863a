import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import {
  FILES_PATH,
  fileChangesQuerySchema,
  fileChangesSchema,
  fileRevisionsSchema,
  filesAskedSchema,
  filesSentSchema,
  MAX_FILE_BYTES,
  ORIGINAL,
  type UploadedFile,
} from '@inbetwin/shared/contracts/files.ts';
import { may } from '@inbetwin/shared/contracts/rights.ts';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { createBodyReader } from '../http/bodies/body.ts';
import type { Intake } from '../http/bodies/intake.ts';
import { authenticate } from '../http/machinery/authenticate.ts';
import { fieldErrorsOf, InvalidFields } from '../http/machinery/invalid-fields.ts';
import { refuseOtherMethods } from '../http/machinery/other-methods.ts';
import { notFound } from '../http/routes/lists.ts';
import { usingBlob } from '../store/blobs/blob-bytes.ts';
import { createDownloadGuard, type DownloadLimits, sendBlob, sendParts } from './downloads.ts';
import { documentText, type RefusedFile, refuseSender, type TeamFiles, unentitled } from './team-files.ts';

type FileRouteParts = {
  readonly accounts: Accounts;
  readonly filesOf: (teamId: string) => TeamFiles;
  readonly intake: Intake;
  readonly downloads?: DownloadLimits;
};

/** A file in base64 and the JSON around it. */
const MAX_SENT_BYTES = Math.ceil((MAX_FILE_BYTES * 4) / 3) + 64 * 1024;
const MAX_QUESTION_BYTES = 256 * 1024;

type Answering = (call: Call) => Promise<unknown>;
type Call = {
  readonly request: Request;
  readonly caller: Caller;
  readonly files: TeamFiles;
  readonly body: unknown;
};

/**
 * Serves the originals of the caller's team at `FILES_PATH`, in the part of CouchDB's protocol that PouchDB replication uses:
 * https://docs.couchdb.org/en/stable/replication/protocol.html. The team is determined by the token alone.
 */
export const createFileRoutes = ({ accounts, filesOf, intake, downloads: limits }: FileRouteParts): Router => {
  const router = Router();
  const readQuestion = createBodyReader(MAX_QUESTION_BYTES, intake);
  const downloads = createDownloadGuard(limits);
  const readFiles = createBodyReader(MAX_SENT_BYTES, intake);

  /** Authenticates the caller before any of the body is read. */
  const call = async (request: Request, body?: unknown): Promise<Call> => {
    const caller = await authenticate(request, accounts);
    return { request, caller, files: filesOf(caller.teamId), body };
  };
  const downloading = async (caller: Caller, work: () => Promise<void>): Promise<void> => {
    const release = downloads.admit(caller);
    try {
      await work();
    } finally {
      release();
    }
  };
  const onGet = (path: string, answer: Answering): void => {
    router.get(path, async (request, response) => send(response, await answer(await call(request))));
  };
  const onPost = (path: string, answer: Answering, { read, status } = { read: readQuestion, status: 200 }): void => {
    router.post(path, async (request, response) => {
      const { teamId } = await authenticate(request, accounts);
      await read({ request, response, teamId }, async (body) => {
        send(response.status(status), await answer(await call(request, body)));
      });
    });
  };

  /** The bytes are piped straight into the team's files, with backpressure. */
  router.post(FILES_PATH, async (request, response) => {
    const { caller, files } = await call(request);
    if (!may(caller.role, 'files', 'create')) throw unentitled;
    await downloading(caller, async () => {
      const { digest: id, size, type } = await files.upload(caller.userId, bytesOf(request));
      send(response.status(201), { id, size, ...(type && { type }) } satisfies UploadedFile);
    });
  });
  onGet(FILES_PATH, async () => ({ db_name: 'files', update_seq: 0, instance_start_time: '0' }));
  onPost(`${FILES_PATH}/_changes`, listChanges);
  onPost(`${FILES_PATH}/_revs_diff`, findMissing);
  router.post(`${FILES_PATH}/_bulk_get`, async (request, response) => {
    const { teamId } = await authenticate(request, accounts);
    await readQuestion({ request, response, teamId }, async (body) => {
      const asking = await call(request, body);
      await downloading(asking.caller, () => sendMany(response, asking));
    });
  });
  onPost(`${FILES_PATH}/_bulk_docs`, storeMany, { read: readFiles, status: 201 });
  router.get(`${FILES_PATH}/:id`, async (request, response) => {
    const asking = await call(request);
    await downloading(asking.caller, () => sendOne(response, asking));
  });
  router.get(`${FILES_PATH}/:id/${ORIGINAL}`, async (request, response) => {
    const { files, caller } = await call(request);
    const { id } = request.params;
    await downloading(caller, async () => {
      const blob = await files.open(id);
      if (!blob) throw notFound('file');
      await usingBlob(blob, () => sendBlob({ request, response }, blob, id));
    });
  });
  return refuseOtherMethods(router);
};

/** A client that disconnects in the middle is not a failure of the store. */
export async function* bytesOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request;
  } catch (cause) {
    throw new Failure('request.malformed', 'The upload broke off.', 'Send the file again.', { cause });
  }
}

const send = (response: Response, answer: unknown): void => {
  response.set('Cache-Control', 'no-store').json(answer);
};

const listChanges: Answering = ({ request, body, files }) => {
  const page = parse(fileChangesQuerySchema, request.query, 'query');
  return files.changes(parse(fileChangesSchema, body).doc_ids, page);
};

/** A file is the same whatever revision a device knows it by. */
const findMissing: Answering = async ({ body, files }) => {
  const asked = parse(fileRevisionsSchema, body);
  const wanted = await files.findWanted(Object.keys(asked));
  return Object.fromEntries(
    Object.entries(asked).flatMap(([id, revisions]) => (wanted.has(id) ? [[id, { missing: revisions }]] : [])),
  );
};

const storeMany: Answering = async ({ body, caller, files }) => {
  const refused: RefusedFile[] = [];
  for (const sent of parse(filesSentSchema, body).docs) {
    const refusal = may(caller.role, 'files', 'create') ? await files.store(sent) : refuseSender(sent);
    if (refusal) refused.push(refusal);
  }
  return refused;
};

type Sending = (response: Response, call: Call) => Promise<void>;

const sendMany: Sending = async (response, { request, body, files }) => {
  const { docs } = parse(filesAskedSchema, body);
  const withBytes = request.query.attachments === 'true';
  if (withBytes && docs.length > 1) throw new InvalidFields([{ path: 'docs', message: 'Bytes of one file at a time' }]);
  const [{ id } = { id: '' }] = docs;
  const asResults = (document: unknown) => ({ results: [{ id, docs: [{ ok: document }] }] });
  if (withBytes && (await sendWhole(response, { files, id, wrap: asResults }))) return;
  const results = [];
  for (const { id, rev } of docs) {
    const document = await files.read(id);
    const missing = { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' };
    results.push({ id, docs: [document ? { ok: document } : { error: missing }] });
  }
  send(response, { results });
};

const revisionsSchema = z.union([z.literal('all'), z.string().max(4000).transform(readRevisions)]).optional();

/** Sends one document, or with `open_revs` the list of its revisions, which always has one entry. */
const sendOne: Sending = async (response, { request, files }) => {
  const asked = parse(revisionsSchema, request.query.open_revs, 'query.open_revs');
  const id = String(request.params.id);
  const wrap = (document: unknown) => (asked === undefined ? document : [{ ok: document }]);
  if (request.query.attachments === 'true' && (await sendWhole(response, { files, id, wrap }))) return;
  const document = await files.read(id);
  if (document) send(response, wrap(document));
  else if (asked === undefined) throw notFound('file');
  else send(response, asked === 'all' ? [] : asked.map((rev) => ({ missing: rev })));
};

type Whole = {
  readonly files: TeamFiles;
  readonly id: string;
  /** Builds the JSON that encloses the document. */
  readonly wrap: (document: unknown) => unknown;
};

/** Streams the document with its bytes; resolves to false when it does not exist. */
const sendWhole = async (response: Response, { files, id, wrap }: Whole): Promise<boolean> => {
  const blob = await files.open(id);
  if (!blob) return false;
  await usingBlob(blob, async () => {
    // Compressing base64 is not worth the effort.
    response.set('Cache-Control', 'no-store, no-transform').type('json');
    await sendParts(response, around(documentText(id, blob), wrap));
  });
  return true;
};

async function* around(document: AsyncIterable<string>, wrap: Whole['wrap']): AsyncGenerator<string> {
  const mark = '<document>';
  const [before = '', after = ''] = JSON.stringify(wrap(mark)).split(`"${mark}"`);
  yield before;
  yield* document;
  yield after;
}

function readRevisions(text: string, context: z.RefinementCtx): readonly string[] {
  try {
    return z.array(z.string()).max(100).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'A JSON list of revisions is needed' });
    return z.NEVER;
  }
}

const parse = <T>(schema: z.ZodType<T>, value: unknown, place = ''): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidFields(fieldErrorsOf(parsed.error, place));
};
