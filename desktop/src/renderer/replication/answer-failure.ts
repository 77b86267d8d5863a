import { Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';

/** Why the server, or something before it, answered no. */
export const failureOf = async (response: Response): Promise<Failure> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  if (problem) return new Failure(problem.code, problem.detail, problem.hint, waitOf(response));
  // A proxy in between answers without a problem document; only a size that it refuses is about the content.
  const code = response.status === 413 ? 'request.too_large' : 'server.error';
  return new Failure(code, `The server answered ${response.status}.`, 'It is tried again.', waitOf(response));
};

/** Only who sent too much is held to the wait: after an outage a device comes back as soon as it can. */
const waitOf = ({ status, headers }: Response): { readonly retryAfter?: number } => {
  const seconds = Number(headers.get('retry-after'));
  return status === 429 && seconds > 0 ? { retryAfter: Math.min(seconds, LONGEST_WAIT_S) } : {};
};

/** A wrong header must not silence a device for good. */
const LONGEST_WAIT_S = 120;
