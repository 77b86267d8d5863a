import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { MAX_FILE_BYTES } from '@inbetwin/shared/contracts/files.ts';
import { sourceDetailFields } from '@inbetwin/shared/contracts/knowledge.ts';
import { detailsOf, type SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { z } from 'zod';
import { fieldErrorsOf, InvalidFields } from './invalid-fields.ts';

/** A file as it was uploaded; `mediaType` is the sender's claim. */
export type Upload = {
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName?: string;
  readonly details: SourceDetails;
};

const fieldsSchema = z.object({ title: z.string().trim().min(1).max(300).optional(), ...sourceDetailFields });

const receive = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 10, fieldSize: 10_000, parts: 11 },
  defParamCharset: 'utf8',
}).single('file');

/** Reads a `multipart/form-data` body: the file in the field `file`, and `title`, `product`, `validFrom`, `validUntil` if given. */
export const readUpload = async (request: Request, response: Response): Promise<Upload> => {
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
    bytes: new Uint8Array(file.buffer),
    mediaType: file.mimetype.slice(0, 100).toLowerCase(),
    details: detailsOf(fields.data),
  };
  return fileName ? { ...upload, fileName } : upload;
};

/** macOS sends its names decomposed; `й` should be one letter everywhere. */
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

/** The parser of multipart bodies throws plain errors for what it cannot read. */
const malformedUpload = (cause: unknown): Failure =>
  new Failure(
    'request.malformed',
    'The upload could not be read.',
    'Send multipart/form-data with one file in the field `file`.',
    {
      cause,
    },
  );
