import { z } from 'zod';

/** The paths of a team's files in the part of CouchDB's replication protocol that PouchDB uses (docs/decisions/0014). */
export const FILES_PATH = '/sync/v1/files';
/** The name of a file document's only attachment, which holds the bytes. */
export const ORIGINAL = 'original';
export const FILE_MEDIA_TYPE = 'application/octet-stream';
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
/** Maximum number of ids in one request. */
export const MAX_FILES_ASKED = 500;

/** A file document's id: the SHA-256 of its bytes, hex. */
export const isFileId = (id: string): boolean => /^[0-9a-f]{64}$/.test(id);

/** The server's revision of every file document; any other revision of the same id is the same file. */
export const fileRevisionOf = (id: string): string => `1-${id.slice(0, 32)}`;

const idSchema = z.string().max(200);
const revisionSchema = z.string().max(100);
const countSchema = z.coerce.number().int().min(0);

export const fileChangesSchema = z.object({ doc_ids: z.array(idSchema).max(MAX_FILES_ASKED) });
export const fileChangesQuerySchema = z.object({
  filter: z.literal('_doc_ids'),
  since: countSchema.default(0),
  limit: countSchema.default(MAX_FILES_ASKED),
});

export const fileRevisionsSchema = z
  .record(idSchema, z.array(revisionSchema).max(100))
  .refine((asked) => Object.keys(asked).length <= MAX_FILES_ASKED, `At most ${MAX_FILES_ASKED} ids`);

export const filesAskedSchema = z.object({
  docs: z.array(z.looseObject({ id: idSchema, rev: revisionSchema.optional() })).max(MAX_FILES_ASKED),
});

export const sentFileSchema = z.looseObject({
  _id: idSchema,
  _rev: revisionSchema.optional(),
  _deleted: z.boolean().optional(),
  /** The bytes of `original` in base64. */
  _attachments: z.record(z.string(), z.looseObject({ data: z.string().optional() })).optional(),
});
export type SentFile = z.infer<typeof sentFileSchema>;
export const filesSentSchema = z.object({ docs: z.array(sentFileSchema).max(100), new_edits: z.literal(false) });

/** The response to a file uploaded as the plain body of `POST /sync/v1/files`; replies refer to it by its `id`. */
export const uploadedFileSchema = z.object({
  id: z.string().describe('The SHA-256 of the bytes, hex'),
  size: z.int(),
  type: z.string().optional().describe('Of an image that pages may show, as the bytes say'),
});
export type UploadedFile = z.infer<typeof uploadedFileSchema>;
