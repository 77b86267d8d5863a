import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { ConfigError } from './config.ts';

/** For the operator's terminal: what they did wrong is one sentence; a fault of ours keeps its stack. */
export const explainError = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Failure) return `${error.message} ${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
