import { Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';

/** Converts an error response of the server, or of a proxy in front of it, to a `Failure`. */
export const failureOf = async (response: Response): Promise<Failure> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  if (problem) return new Failure(problem.code, problem.detail, problem.hint, waitOf(response));
  // A proxy answers without a problem document; of its errors, only a refused size concerns the content.
  const code = response.status === 413 ? 'request.too_large' : 'server.error';
  return new Failure(code, `The server answered ${response.status}.`, 'It is tried again.', waitOf(response));
};

/** Only a client that sent too much has to wait as told; after an outage, a device should retry as soon as possible. */
const waitOf = ({ status, headers }: Response): { readonly retryAfter?: number } => {
  const seconds = Number(headers.get('retry-after'));
  return status === 429 && seconds > 0 ? { retryAfter: Math.min(seconds, LONGEST_WAIT_S) } : {};
};

/** Limits the wait, so that a wrong header cannot block a device forever. */
const LONGEST_WAIT_S = 120;
