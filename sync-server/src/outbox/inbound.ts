import { abandonRun } from '@inbetwin/shared/agents/execute-run.ts';
import { placeOf, runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { withAttempts, wordsOf } from './attempts.ts';
import { laneKeyOf, type OutboxOptions, type Ticket } from './options.ts';

/** A run that takes longer shows the customer that an answer is being written. */
const TYPING_AFTER_MS = 700;

/** A customer's message: its conversation is opened, then the agents run, one message of a conversation at a time. */
export const handleInbound = (options: OutboxOptions, message: Message, ticket: Ticket): void => {
  const { lanes, documents, teamId } = options;
  const key = laneKeyOf(teamId, message.conversationId);
  const lastWill = {
    messageId: message.id,
    giveUp: async (error: unknown) => {
      await abandonRun(options, message, error);
    },
    abandoned: () => ticket.ended(),
  };

  const run = async () => {
    await runWithTyping(options, message);
    ticket.ended();
    return 'done' as const;
  };

  const open = async () => {
    const known = await documents.runs.get(runIdOf(message.id));
    if (known && known.state !== 'running') {
      ticket.ended();
      return 'done' as const;
    }
    await openConversation(documents, message);
    lanes.running.add(key, withAttempts({ ...lastWill, what: 'run', attempt: run }, options));
    return 'done' as const;
  };

  lanes.applying.add(key, withAttempts({ ...lastWill, what: 'open', attempt: open }, options));
};

const runWithTyping = async (options: OutboxOptions, message: Message): Promise<void> => {
  const typing = setTimeout(() => showTyping(options, message), TYPING_AFTER_MS);
  try {
    await options.runAgents(message, options.signal);
  } finally {
    clearTimeout(typing);
  }
};

const showTyping = async ({ documents, outletOf, log }: OutboxOptions, message: Message): Promise<void> => {
  const { channel, account, chatId } = placeOf(message.conversationId);
  const outlet = outletOf(channel, account);
  if (!outlet?.capabilities.typing) return;
  try {
    const conversation = await documents.conversations.get(message.conversationId);
    if (conversation?.mode === 'agent') await outlet.connection.showTyping(chatId);
  } catch (error) {
    log.debug({ messageId: message.id, error: wordsOf(error) }, 'Typing could not be shown');
  }
};
