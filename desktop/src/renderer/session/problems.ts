import { type ErrorCode, Failure, problemSchema } from '@inbetwin/shared/contracts/errors.ts';

/** Why the server refused a request or was not reached. */
export type SessionProblem = {
  readonly code: ErrorCode | 'network';
  readonly message: string;
  readonly hint: string;
};
type Refusal = SessionProblem & { readonly code: ErrorCode };

export const sessionOver: Refusal = {
  code: 'auth.required',
  message: 'The session has ended.',
  hint: 'Sign in again; nothing that you wrote is lost.',
};

/** Reads the error from a response, even if it does not come from the server itself. */
export const readProblem = async (answer: Response): Promise<Refusal> => {
  const parsed = problemSchema.safeParse(await answer.json().catch(() => undefined));
  if (parsed.success) return { code: parsed.data.code, message: parsed.data.detail, hint: parsed.data.hint };
  return { code: 'server.error', message: `The server answered ${answer.status}.`, hint: 'Try again in a moment.' };
};

export const failureOf = ({ code, message, hint }: Refusal): Failure => new Failure(code, message, hint);

export const networkProblem = (cause: unknown): SessionProblem => ({
  code: 'network',
  message: cause instanceof Error ? cause.message : String(cause),
  hint: 'Check the connection to the server and try again.',
});
