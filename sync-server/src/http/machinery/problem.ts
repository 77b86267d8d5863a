import { errorCodes, Failure, type Problem } from '@inbetwin/shared/contracts/errors.ts';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { failureOf } from './foreign-errors.ts';
import { InvalidFields } from './invalid-fields.ts';

/** `Retry-After` in seconds, unless the failure specifies one. */
const DEFAULT_WAIT = 5;

/** Converts a failure to an RFC 9457 problem document. */
export const problemOf = (failure: Failure, requestId: string): Problem => {
  const [status, title] = errorCodes[failure.code];
  return {
    type: `urn:inbetwin:${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.message,
    hint: failure.hint,
    requestId,
    ...(failure instanceof InvalidFields && { errors: failure.fields }),
  };
};

/** The final error handler: the client gets a problem document, and only the log gets the cause. */
export const answerProblem: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  const failure = failureOf(error);
  const problem = problemOf(failure, String(request.id));
  if (problem.status >= 500) response.err = error instanceof Error ? error : failure;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  writeHeaders(response, failure, problem.status);
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
};

const writeHeaders = (response: Response, failure: Failure, status: number): void => {
  response.set('Cache-Control', 'no-store');
  if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="inbetwin"');
  const wait = failure.retryAfter ?? (status === 503 || status === 429 ? DEFAULT_WAIT : undefined);
  if (wait !== undefined) response.set('Retry-After', String(Math.max(1, Math.ceil(wait))));
};

/** Answers requests that match no route. */
export const unknownAddress = (request: Request): never => {
  throw new Failure(
    'resource.not_found',
    `Nothing is at ${request.method} ${request.path}.`,
    'GET /api/v1/openapi.json lists what there is.',
  );
};
