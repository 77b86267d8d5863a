import { z } from 'zod';
import type { InboundMessage } from '../channel.ts';
import type { TelegramClient } from './telegram-client.ts';

const buttonSchema = z.object({ text: z.string(), callback_data: z.string().optional() });

/** What we read of https://core.telegram.org/bots/api#callbackquery besides the sender; old messages come without their buttons. */
export const pressFields = {
  id: z.string(),
  data: z.string().optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(buttonSchema)) }).optional(),
};
type Pressed = z.infer<z.ZodObject<typeof pressFields>>;

/** A press that Telegram wants to be answered; until then the button shows that it works. */
export type Press = {
  readonly queryId: string;
  readonly chatId: number;
  readonly messageId: number;
  /** Undefined for a button that offers nothing any more. */
  readonly choice: string | undefined;
};

/** Buttons below one another. The data tells which was pressed: its text is read from the message, which Telegram sends along. */
export const keyboardOf = (choices: readonly string[] | undefined) =>
  choices
    ? {
        reply_markup: { inline_keyboard: choices.map((text, index) => [{ text, callback_data: `${CHOICE}${index}` }]) },
      }
    : {};

const CHOICE = 'choice:';
/** Data of the button that shows what was chosen. */
const CHOSEN = 'chosen';

/** The text of the button that was pressed; undefined for one of somebody else, or of a message that Telegram does not show any more. */
export const choiceOf = ({ data, reply_markup: markup }: Pressed): string | undefined =>
  data?.startsWith(CHOICE)
    ? markup?.inline_keyboard.flat().find(({ callback_data }) => callback_data === data)?.text
    : undefined;

/** One press of a customer per message counts: pressed again, it is the same message. */
export const chosenMessage = (messageId: number, userId: number): Pick<InboundMessage, 'messageId' | 'chosenIn'> => ({
  messageId: `choice-${messageId}-${userId}`,
  chosenIn: String(messageId),
});

/** Ends the waiting of the button, and leaves of all buttons the chosen one as a sign. */
export const answerPress = async (
  client: TelegramClient,
  { queryId, chatId, messageId, choice }: Press,
): Promise<void> => {
  await client.call((api, signal) => api.answerCallbackQuery(queryId, {}, signal));
  if (choice === undefined) return;
  const reply_markup = { inline_keyboard: [[{ text: `✓ ${choice}`, callback_data: CHOSEN }]] };
  await client.call((api, signal) => api.editMessageReplyMarkup(chatId, messageId, { reply_markup }, signal));
};
