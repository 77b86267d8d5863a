import { Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';

/** Why the server, or something before it, answered no. */
export const failureOf = async (response: Response): Promise<Failure> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  if (problem) return new Failure(problem.code, problem.detail, problem.hint);
  // A proxy in between answers without a problem document; only a size that it refuses is about the content.
  const code = response.status === 413 ? 'request.too_large' : 'server.error';
  return new Failure(code, `The server answered ${response.status}.`, 'It is tried again.');
};
