import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { z } from 'zod';

const answerSchema = z.object({
  statusCode: z.int(),
  error: z.string().default('unknown'),
  reason: z.string().default(''),
});

/** An error answer of CouchDB: https://docs.couchdb.org/en/stable/api/basics.html#http-status-codes */
export type CouchError = z.output<typeof answerSchema>;

/** CouchDB answered a request with an error status. */
export class CouchRefusal extends Failure {
  readonly status: number;
  /** CouchDB's own error code, such as `not_found`. */
  readonly error: string;
  readonly reason: string;

  constructor({ statusCode, error, reason }: CouchError) {
    const { code, hint } = meaningOf({ statusCode, error, reason });
    super(code, `CouchDB answered ${statusCode} ${error}: ${reason}`, hint);
    this.status = statusCode;
    this.error = error;
    this.reason = reason;
  }
}

/** Whether this is an error answer with one of the given HTTP statuses. */
export const isRefusal = (failure: unknown, ...statuses: readonly number[]): failure is CouchRefusal =>
  failure instanceof CouchRefusal && statuses.includes(failure.status);

/** Whether a failure concerns CouchDB or the network, as opposed to the request itself. */
export const isOutage = (failure: Failure): boolean =>
  !(failure instanceof CouchRefusal) ||
  failure.code === 'store.full' ||
  failure.status >= 500 ||
  [401, 403, 408, 429].includes(failure.status);

/** Recognizes a full disk by CouchDB's disk monitor (3.4 and later, status 507) or the operating system's error. */
export const isDiskFull = (words: string): boolean => /enospc|insufficient_storage/.test(words);

const meaningOf = ({ statusCode, error, reason }: CouchError): { readonly code: ErrorCode; readonly hint: string } => {
  if (statusCode === 507 || isDiskFull(`${error} ${reason}`)) {
    return { code: 'store.full', hint: 'Free disk space on the CouchDB server; writing then works again.' };
  }
  if (statusCode === 401 || statusCode === 403) {
    return {
      code: 'store.unavailable',
      hint: 'Check the user and the password in COUCHDB_URL: a server admin of CouchDB.',
    };
  }
  if (statusCode >= 500 || statusCode === 408 || statusCode === 429) {
    return { code: 'store.unavailable', hint: 'CouchDB is busy or failing: try again in a moment.' };
  }
  return { code: 'store.unavailable', hint: 'See the server log of CouchDB.' };
};

/** Converts whatever a request threw to a `Failure`. */
export const toFailure = (cause: unknown): Failure => {
  if (cause instanceof Failure) return cause;
  const answer = answerSchema.safeParse(cause);
  if (answer.success) return new CouchRefusal(answer.data);
  const text = cause instanceof z.ZodError ? 'its answer is incomplete or not that of a CouchDB' : reasonOf(cause);
  return new Failure('store.unavailable', `CouchDB does not answer: ${text}.`, 'Check COUCHDB_URL and the network.', {
    cause,
  });
};

/** nano prepends a sentence of its own to the reason. */
const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/^(?:.* Reason: )?(?:\w*Error: )?/, '');

/** Reads the error from an HTTP answer, even if its body is not CouchDB's JSON. */
export const errorOf = async (response: Response): Promise<CouchError> => {
  const text = await response.text();
  const parsed = answerSchema.safeParse({ ...readObject(text), statusCode: response.status });
  return parsed.data ?? { statusCode: response.status, error: 'unknown', reason: text.slice(0, 200) };
};

const readObject = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: text.slice(0, 200) };
    throw error;
  }
};
