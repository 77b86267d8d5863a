import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { MAX_FILE_BYTES } from '@inbetwin/shared/contracts/files.ts';
import { sourceDetailFields } from '@inbetwin/shared/contracts/knowledge.ts';
import type { TableKind } from '@inbetwin/shared/entities/source.ts';
import { detailsOf, type SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import type { Request, RequestHandler, Response } from 'express';
import multer, { MulterError, type StorageEngine } from 'multer';
import { z } from 'zod';
import { OWNER_ONLY } from '../../store/owner-only.ts';
import { fieldErrorsOf, InvalidFields } from '../machinery/invalid-fields.ts';

/** An uploaded file; `mediaType` is what the sender claims. */
export type Upload = {
  readonly title: string;
  /** The path of the file with its content. */
  readonly file: string;
  readonly mediaType: string;
  readonly fileName?: string;
  readonly details: SourceDetails;
  readonly table?: TableKind;
};

const fieldsSchema = z.object({ title: z.string().trim().min(1).max(300).optional(), ...sourceDetailFields });

/** A multer storage engine that writes the form's one file to `target`, which the caller removes. */
const toFile = (target: string): StorageEngine => ({
  _handleFile: (_request, { stream }, done) => {
    pipeline(stream, createWriteStream(target, { flags: 'wx', mode: OWNER_ONLY.file })).then(
      () => done(null, {}),
      done,
    );
  },
  _removeFile: (_request, _file, done) => done(null),
});

const receiverInto = (target: string): RequestHandler =>
  multer({
    storage: toFile(target),
    limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 10, fieldSize: 10_000, parts: 11 },
    defParamCharset: 'utf8',
  }).single('file');

/**
 * Reads a `multipart/form-data` body: writes the field `file` to `target` and returns the optional fields `title`, `product`, `validFrom`,
 * `validUntil`, and `table`.
 */
export const readUpload = async (request: Request, response: Response, target: string): Promise<Upload> => {
  const receive = receiverInto(target);
  await new Promise<void>((resolve, reject) => {
    receive(request, response, (error: unknown) =>
      error === undefined || error === null ? resolve() : reject(uploadFailure(error)),
    );
  });
  const { file } = request;
  if (!file) throw new InvalidFields([{ path: 'file', message: 'A file is needed' }]);
  const fields = fieldsSchema.safeParse(request.body ?? {});
  if (!fields.success) throw new InvalidFields(fieldErrorsOf(fields.error, ''));
  const fileName = cleanName(file.originalname);
  const title = fields.data.title ?? (titleOf(fileName) || 'Untitled');
  const upload = {
    title,
    file: target,
    mediaType: file.mimetype.slice(0, 100).toLowerCase(),
    details: detailsOf(fields.data),
    ...(fields.data.table && { table: fields.data.table }),
  };
  return fileName ? { ...upload, fileName } : upload;
};

/** macOS sends names in decomposed form; after normalization `й` is one character everywhere. */
const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .slice(-300)
    .toWellFormed();

const titleOf = (fileName: string): string => fileName.replace(/\.[^.]{1,8}$/, '').trim();

const uploadFailure = (error: unknown): unknown => {
  if (error instanceof Failure) return error;
  if (!(error instanceof MulterError)) return malformedUpload(error);
  if (error.code === 'LIMIT_FILE_SIZE') {
    return new Failure('request.too_large', 'The file is larger than 25 MB.', 'Split it, or export it as plain text.', {
      cause: error,
    });
  }
  if (error.code === 'LIMIT_UNEXPECTED_FILE' || error.code === 'LIMIT_FILE_COUNT') {
    return new InvalidFields([{ path: error.field ?? 'file', message: 'One file, in the field `file`' }]);
  }
  return malformedUpload(error);
};

/** The multipart parser throws plain errors for input that it cannot read. */
const malformedUpload = (cause: unknown): Failure =>
  new Failure(
    'request.malformed',
    'The upload could not be read.',
    'Send multipart/form-data with one file in the field `file`.',
    {
      cause,
    },
  );
