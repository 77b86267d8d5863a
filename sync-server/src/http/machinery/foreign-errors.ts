import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';

/** The `http-errors` that Express, its body parser, and `send` throw. */
const httpErrorSchema = z.object({ status: z.int().min(400).max(499), type: z.string().optional() });

type Wording = readonly [code: ErrorCode, message: string, hint: string];

const wordings: Readonly<Record<number, Wording>> = {
  413: [
    'request.too_large',
    'The body is larger than this address takes.',
    'Send less at once; upload long texts as a file.',
  ],
  415: [
    'request.unsupported_media',
    'The encoding or charset of the body is not supported.',
    'Send UTF-8, plain or gzip.',
  ],
};
const malformed: Wording = [
  'request.malformed',
  'The request could not be read.',
  'Check its address, headers and body.',
];
const brokenJson: Wording = ['request.malformed', 'The body is not valid JSON.', 'Send one JSON object, in UTF-8.'];

/** Converts any error to a `Failure`; an unexpected error reveals nothing about its cause. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const known = httpErrorSchema.safeParse(error);
  if (known.success) {
    const { status, type } = known.data;
    const [code, message, hint] = type === 'entity.parse.failed' ? brokenJson : (wordings[status] ?? malformed);
    return new Failure(code, message, hint, { cause: error });
  }
  return new Failure(
    'server.error',
    'The server met an error that nobody foresaw.',
    'Try again; if it stays, tell your administrator the request id.',
    { cause: error },
  );
};
