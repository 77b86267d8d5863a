import { z } from 'zod';
import type { InboundMessage } from '../channel.ts';
import type { TelegramClient } from './telegram-client.ts';

const buttonSchema = z.object({ text: z.string(), callback_data: z.string().optional() });

/**
 * The fields that we read of https://core.telegram.org/bots/api#callbackquery, besides the sender; for old messages the buttons are
 * missing.
 */
export const pressFields = {
  id: z.string(),
  data: z.string().optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(buttonSchema)) }).optional(),
};
type Pressed = z.infer<z.ZodObject<typeof pressFields>>;

/** A press on a button. Telegram expects an answer; until then, the button shows that it is working. */
export type Press = {
  readonly queryId: string;
  readonly chatId: number;
  readonly messageId: number;
  /** Undefined for a button that is no longer active. */
  readonly choice: string | undefined;
};

/**
 * Lays the buttons out in a column. The callback data says which one was pressed; its text is read from the message, which Telegram sends
 * along.
 */
export const keyboardOf = (choices: readonly string[] | undefined) =>
  choices
    ? {
        reply_markup: { inline_keyboard: choices.map((text, index) => [{ text, callback_data: `${CHOICE}${index}` }]) },
      }
    : {};

const CHOICE = 'choice:';
/** Callback data of the button that shows what was chosen. */
const CHOSEN = 'chosen';

/** The text of the pressed button; undefined if the button is not ours or Telegram no longer returns the message. */
export const choiceOf = ({ data, reply_markup: markup }: Pressed): string | undefined =>
  data?.startsWith(CHOICE)
    ? markup?.inline_keyboard.flat().find(({ callback_data }) => callback_data === data)?.text
    : undefined;

/** Only one press per customer and message counts; pressing again yields the same message id. */
export const chosenMessage = (messageId: number, userId: number): Pick<InboundMessage, 'messageId' | 'chosenIn'> => ({
  messageId: `choice-${messageId}-${userId}`,
  chosenIn: String(messageId),
});

/** Stops the button's progress indicator and leaves only the chosen button in the message. */
export const answerPress = async (
  client: TelegramClient,
  { queryId, chatId, messageId, choice }: Press,
): Promise<void> => {
  await client.call((api, signal) => api.answerCallbackQuery(queryId, {}, signal));
  if (choice === undefined) return;
  const reply_markup = { inline_keyboard: [[{ text: `✓ ${choice}`, callback_data: CHOSEN }]] };
  await client.call((api, signal) => api.editMessageReplyMarkup(chatId, messageId, { reply_markup }, signal));
};
