import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { ConfigError } from './config.ts';

/** Formats an error for the operator's terminal: a configuration error as one sentence, a bug with its stack. */
export const explainError = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Failure) return `${error.message} ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
