import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { GrammyError, HttpError } from 'grammy';

const DEFAULT_WAIT_SECONDS = 5;
/** Returned with status 400 for a group in which the bot may not write; all similar errors have status 403. */
const NO_RIGHTS = /not enough rights|no rights to send|CHAT_WRITE_FORBIDDEN/;

/**
 * Converts a failed call of the Bot API to a `Failure`. The cause is dropped on purpose: it contains the request's address, and with it the
 * token.
 */
export const toFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  // The bytes of a file being sent could not be read.
  if (error instanceof HttpError && error.error instanceof Failure) return error.error;
  if (!(error instanceof GrammyError)) {
    return new Failure('channel.unreachable', 'Telegram does not answer.', 'It is tried again by itself.');
  }
  const { error_code: code, description, parameters } = error;
  if (code === 413) return tooLargeToSend(description);
  if (code === 401 || code === 404) {
    return new Failure(
      'channel.token_refused',
      `Telegram refused the bot token: ${description}`,
      'Take the token from @BotFather and connect the bot again.',
    );
  }
  if (code === 409) {
    return new Failure(
      'channel.conflict',
      `Another program reads this bot's messages: ${description}`,
      'Stop the other program, or give it a bot of its own.',
    );
  }
  if (code === 429) {
    const retryAfter = parameters?.retry_after ?? DEFAULT_WAIT_SECONDS;
    return new Failure('channel.rate_limited', `Telegram asks to wait ${retryAfter} s.`, 'It is sent by itself then.', {
      retryAfter,
    });
  }
  if (code >= 500) {
    return new Failure('channel.unreachable', `Telegram is in trouble: ${description}`, 'It is tried again by itself.');
  }
  if (code === 403 || NO_RIGHTS.test(description)) {
    return new Failure('channel.blocked', `Telegram refused: ${description}`, 'Write to the customer another way.');
  }
  return new Failure('channel.rejected', `Telegram refused: ${description}`, 'Write to the customer another way.');
};

/** The same for getFile, whose refusals concern the file. */
export const getFileFailureOf = (error: unknown): Failure => {
  if (error instanceof GrammyError && error.error_code === 400) {
    return /too big/i.test(error.description) ? tooLarge() : gone();
  }
  return toFailure(error);
};

/** Converts the HTTP status of a file download to a `Failure`. */
export const fileFailureOf = (status: number): Failure => {
  if (status === 429) {
    const seconds = DEFAULT_WAIT_SECONDS;
    return new Failure('channel.rate_limited', `Telegram asks to wait ${seconds} s.`, 'It is fetched by itself then.', {
      retryAfter: seconds,
    });
  }
  if (status === 400 || status === 404) return gone();
  return new Failure(
    'channel.unreachable',
    `Telegram answers ${status} to a download.`,
    'It is tried again by itself.',
  );
};

const gone = () =>
  new Failure('file.gone', 'Telegram does not have this file any more.', 'Ask the customer to send it again.');

export const tooLarge = () =>
  new Failure(
    'file.too_large',
    'Telegram hands files of up to 20 MB to bots.',
    'Ask the customer to send it another way, or look at it in Telegram.',
  );

const tooLargeToSend = (description: string) =>
  new Failure(
    'file.too_large',
    `Telegram takes no file of this size: ${description}`,
    'Send a smaller file, or a link to it.',
  );

/** Whether Telegram refused to send the file as a photo, audio, or video; as a document it accepts any file. */
export const isRefusedMedia = (error: unknown): boolean =>
  error instanceof GrammyError &&
  error.error_code === 400 &&
  /photo|image|video|audio|voice|animation|media/i.test(error.description);

/** The new id of a group that became a supergroup, if that is why the call failed. */
export const movedChatOf = (error: unknown): string | undefined => {
  const id = error instanceof GrammyError ? error.parameters?.migrate_to_chat_id : undefined;
  return id === undefined ? undefined : String(id);
};

export const oddAnswer = () =>
  new Failure(
    'channel.unreachable',
    'What answers at this address does not speak the Bot API.',
    'Check the address of the Bot API server.',
  );
