import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import {
  AuthorizationResponseError,
  HTTP_REQUEST_FORBIDDEN,
  OperationProcessingError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';

/** Error codes of temporary failures of the platform. */
const passing: readonly string[] = ['server_error', 'temporarily_unavailable', 'slow_down'];
/** Error codes for a wrong client id or secret. */
const ofClient: readonly string[] = ['invalid_client', 'unauthorized_client'];

// The causes are dropped on purpose, because they contain the platform's response, which may include tokens.

/** Converts an error in the redirect's parameters to a `Failure`. */
export const answerFailureOf = (error: unknown): Failure => {
  if (!(error instanceof AuthorizationResponseError)) return signInVoid();
  if (error.error === 'access_denied') {
    return new Failure('channel.denied', 'The platform was not allowed to connect.', 'Agree there, or ask who may.');
  }
  return refusalOf(error.error);
};

/** Converts a failed exchange of a code to a `Failure`. */
export const exchangeFailureOf = (error: unknown): Failure =>
  error instanceof ResponseBodyError && error.error === 'invalid_grant' ? signInVoid() : tokenFailureOf(error);

/** Converts a failed renewal to a `Failure`. */
export const renewalFailureOf = (error: unknown): Failure =>
  error instanceof ResponseBodyError && error.error === 'invalid_grant'
    ? new Failure('channel.signed_out', 'The platform does not renew the access.', 'Connect the account again.')
    : tokenFailureOf(error);

const tokenFailureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof ResponseBodyError) return error.status >= 500 ? unreachable() : refusalOf(error.error);
  if (error instanceof WWWAuthenticateChallengeError) return refusalOf('invalid_client');
  if (error instanceof OperationProcessingError && error.code === HTTP_REQUEST_FORBIDDEN) {
    return new Failure('channel.private_endpoint', 'Tokens are asked for over HTTPS only.', 'Name an https address.');
  }
  return unreachable();
};

const refusalOf = (told: string): Failure => {
  if (passing.includes(told)) return unreachable();
  const code: ErrorCode = ofClient.includes(told) ? 'channel.token_refused' : 'channel.rejected';
  return new Failure(code, `The platform refused: ${told.slice(0, 60)}`, 'Check what the account is connected with.');
};

const unreachable = () =>
  new Failure('channel.unreachable', 'The platform gives no access token now.', 'It is tried again by itself.');

export const signInVoid = () =>
  new Failure('channel.sign_in_void', 'This sign-in at the platform is used up or expired.', 'Begin again.');
