import { Failure } from '../contracts/errors.ts';

type Limit = { readonly ms: number; readonly signal: AbortSignal; readonly what: string };

/**
 * Runs `work` with a time limit. Throws `run.limit` when it takes longer than `ms` and `server.stopping` when `signal`
 * is aborted, even if `work` ignores the signal that it receives.
 */
export const withTimeLimit = async <T>(work: (signal: AbortSignal) => Promise<T>, limit: Limit): Promise<T> => {
  const controller = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (failure: Failure) => {
    reject(failure);
    controller.abort(failure);
  };
  const onAbort = () => end(new Failure('server.stopping', `${limit.what} was stopped.`, 'It resumes by itself.'));
  const timer = setTimeout(() => end(tooSlow(limit)), limit.ms);
  limit.signal.addEventListener('abort', onAbort, { once: true });
  if (limit.signal.aborted) onAbort();
  try {
    return await Promise.race([ended, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    limit.signal.removeEventListener('abort', onAbort);
  }
};

const tooSlow = ({ what, ms }: Limit): Failure =>
  new Failure('run.limit', `${what} took longer than ${ms / 1000} s.`, 'Try again, or ask a person.');
