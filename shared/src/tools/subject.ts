import { Failure } from '../contracts/errors.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import type { ToolContext } from './tool.ts';

/** The conversation and the message that the run is about. */
export const readSubject = async (
  documents: TeamDocuments,
  run: ToolContext['run'],
): Promise<{ readonly conversation: Conversation; readonly message: Message }> => {
  const [conversation, message] = await Promise.all([
    documents.conversations.get(run.conversationId),
    documents.messages.get(run.messageId),
  ]);
  if (conversation && message) return { conversation, message };
  throw new Failure('resource.not_found', 'The conversation is gone.', 'It was removed meanwhile: nothing to do.');
};
