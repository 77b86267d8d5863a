import {
  FILE_MEDIA_TYPE,
  FILES_PATH,
  fileChangesQuerySchema,
  fileChangesSchema,
  fileRevisionsSchema,
  filesAskedSchema,
  filesSentSchema,
  MAX_FILE_BYTES,
  ORIGINAL,
} from '@inbetwin/shared/contracts/files.ts';
import { may } from '@inbetwin/shared/contracts/rights.ts';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { authenticate } from '../http/authenticate.ts';
import { createBodyReader } from '../http/body.ts';
import type { Intake } from '../http/intake.ts';
import { fieldErrorsOf, InvalidFields } from '../http/invalid-fields.ts';
import { notFound } from '../http/lists.ts';
import { refuseOthers } from '../http/other-methods.ts';
import { type RefusedFile, refuseSender, type TeamFiles } from './team-files.ts';

type FileRouteParts = {
  readonly accounts: Accounts;
  readonly filesOf: (teamId: string) => TeamFiles;
  readonly intake: Intake;
};

/** A file in base64, and what stands around it. */
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
 * The caller's team's originals at `FILES_PATH`, in the part of CouchDB's protocol that PouchDB's replication uses:
 * https://docs.couchdb.org/en/stable/replication/protocol.html. Which team it is follows from the token alone.
 */
export const createFileRoutes = ({ accounts, filesOf, intake }: FileRouteParts): Router => {
  const router = Router();
  const readQuestion = createBodyReader(MAX_QUESTION_BYTES, intake);
  const readFiles = createBodyReader(MAX_SENT_BYTES, intake);

  /** Who asks is known before anything of the body is read. */
  const call = async (request: Request, body?: unknown): Promise<Call> => {
    const caller = await authenticate(request, accounts);
    return { request, caller, files: filesOf(caller.teamId), body };
  };
  const onGet = (path: string, answer: Answering): void => {
    router.get(path, async (request, response) => send(response, await answer(await call(request))));
    router.all(path, refuseOthers(['GET']));
  };
  const onPost = (path: string, answer: Answering, { read, status } = { read: readQuestion, status: 200 }): void => {
    router.post(path, async (request, response) => {
      const { teamId } = await authenticate(request, accounts);
      await read({ request, response, teamId }, async (body) => {
        send(response.status(status), await answer(await call(request, body)));
      });
    });
    router.all(path, refuseOthers(['POST']));
  };

  onGet(FILES_PATH, async () => ({ db_name: 'files', update_seq: 0, instance_start_time: '0' }));
  onPost(`${FILES_PATH}/_changes`, listChanges);
  onPost(`${FILES_PATH}/_revs_diff`, findMissing);
  onPost(`${FILES_PATH}/_bulk_get`, readMany);
  onPost(`${FILES_PATH}/_bulk_docs`, storeMany, { read: readFiles, status: 201 });
  onGet(`${FILES_PATH}/:id`, readOne);
  router.get(`${FILES_PATH}/:id/${ORIGINAL}`, async (request, response) => {
    const { files } = await call(request);
    const bytes = await files.readBytes(request.params.id);
    if (!bytes) throw notFound('file');
    response.set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment' });
    response.type(FILE_MEDIA_TYPE).send(Buffer.from(bytes));
  });
  router.all(`${FILES_PATH}/:id/${ORIGINAL}`, refuseOthers(['GET']));
  return router;
};

const send = (response: Response, answer: unknown): void => {
  response.set('Cache-Control', 'no-store').json(answer);
};

const listChanges: Answering = ({ request, body, files }) => {
  const page = parse(fileChangesQuerySchema, request.query, 'query');
  return files.changes(parse(fileChangesSchema, body).doc_ids, page);
};

/** Whichever revision a device knows a file by, it is the same file. */
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

const readMany: Answering = async ({ request, body, files }) => {
  const withBytes = request.query.attachments === 'true';
  const { docs } = parse(filesAskedSchema, body);
  if (withBytes && docs.length > 1) throw new InvalidFields([{ path: 'docs', message: 'Bytes of one file at a time' }]);
  const results = [];
  for (const { id, rev } of docs) {
    const document = await files.read(id, { withBytes });
    const missing = { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' };
    results.push({ id, docs: [document ? { ok: document } : { error: missing }] });
  }
  return { results };
};

const revisionsSchema = z.union([z.literal('all'), z.string().max(4000).transform(readRevisions)]).optional();

/** One document, or with `open_revs` a list of its revisions: there is one. */
const readOne: Answering = async ({ request, files }) => {
  const asked = parse(revisionsSchema, request.query.open_revs, 'query.open_revs');
  const document = await files.read(String(request.params.id), { withBytes: request.query.attachments === 'true' });
  if (asked === undefined) {
    if (!document) throw notFound('file');
    return document;
  }
  if (document) return [{ ok: document }];
  return asked === 'all' ? [] : asked.map((rev) => ({ missing: rev }));
};

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
