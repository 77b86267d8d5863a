import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { ChannelEvent, ChannelSurroundings } from './channel.ts';

/** An event that `receive` has found invalid this many times is skipped, so that it does not block those behind it forever. */
const TRIES_OF_INVALID = 3;

/** Passes an event on. An event that can never be stored is logged and skipped; any other failure is thrown. */
export const receiveValid = async (
  { receive, log }: Pick<ChannelSurroundings, 'receive' | 'log'>,
  event: ChannelEvent,
): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await receive(event);
    } catch (error) {
      if (!isInvalid(error)) throw error;
      log.error({ ...placeOf(event), tries, code: error.code }, `A message is invalid: ${error.message}`);
      if (tries >= TRIES_OF_INVALID) return;
    }
  }
};

const placeOf = (event: ChannelEvent): object => {
  switch (event.type) {
    case 'message':
      return { account: event.message.account, chatId: event.message.chatId, messageId: event.message.messageId };
    case 'edited':
      return { account: event.edit.account, chatId: event.edit.chatId, messageId: event.edit.messageId };
    case 'deleted':
      return {
        account: event.deletion.account,
        chatId: event.deletion.chatId,
        messageId: event.deletion.messageId,
      };
    case 'receipt':
      return { account: event.receipt.account, chatId: event.receipt.chatId };
    case 'chat':
    case 'reach':
      return { account: event.change.account, chatId: event.change.chatId };
  }
};

/** Codes of failures that are permanent; after any other failure the event may be stored later. */
const isInvalid = (error: unknown): error is Failure => error instanceof Failure && invalidCodes.includes(error.code);
const invalidCodes: readonly ErrorCode[] = [
  'request.invalid',
  'request.too_large',
  'document.invalid',
  'document.too_large',
];
