import { z } from 'zod';
import type { Conversation } from '../entities/conversation.ts';
import { languageSchema } from '../entities/fields.ts';
import type { Message } from '../entities/message.ts';
import { detectLanguage } from '../text/detect-language.ts';

export const routeSchema = z.object({
  /** Who acts, in this order: the answer comes before everything that the customer does not wait for. */
  agents: z.array(z.string()),
  language: languageSchema,
});
export type Route = z.infer<typeof routeSchema>;

/**
 * Who acts on a message, by rules. While a person has the conversation the agents go on learning and scoring, but nobody
 * answers.
 */
export const routeMessage = (
  message: Pick<Message, 'text'>,
  conversation: Pick<Conversation, 'mode' | 'language'>,
): Route => ({
  agents: conversation.mode === 'agent' ? ['rag', 'intake', 'scoring'] : ['intake', 'scoring'],
  language: detectLanguage(message.text) ?? conversation.language,
});
