import type { ChannelCapabilities } from '../../channels/kind.ts';
import type { Message } from '../../entities/message.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import { textWithSources } from './name-sources.ts';

/** Adapts a message to its channel: sources and choices become lines of the text if the channel cannot show them otherwise and the
 * text does not name them. */
export const shownBy = (
  { showsCitations, buttons }: Pick<ChannelCapabilities, 'showsCitations' | 'buttons'>,
  message: Pick<Message, 'text' | 'citations' | 'choices'>,
): Pick<Message, 'text' | 'choices'> => {
  const text = showsCitations ? message.text : textWithSources(message);
  const { choices } = message;
  if (!choices) return { text };
  const isNamed = choices.every((choice) => message.text.includes(choice));
  const areButtons =
    buttons && choices.length <= buttons.max && choices.every((choice) => choice.length <= buttons.maxLength);
  return areButtons
    ? { text, choices }
    : isNamed
      ? { text }
      : { text: [text, choices.map((choice) => `• ${choice}`).join('\n')].join('\n\n') };
};

/** If the choices are older than this many messages, an answer is not linked to its question. */
const LOOK_BACK = 50;

/** Finds the message with this platform id; undefined if none was sent from here recently. */
export const findSent = async (
  { messages }: Pick<TeamDocuments, 'messages'>,
  conversationId: string,
  platformId: string,
): Promise<string | undefined> => {
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true };
  const { items } = await messages.find({ ...query, limit: LOOK_BACK });
  return items.find(({ direction, delivery }) => direction === 'outbound' && delivery.platformIds.includes(platformId))
    ?.id;
};
