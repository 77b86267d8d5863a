import { abandonRun } from '@inbetwin/shared/agents/abandon-run.ts';
import { isForTeam } from '@inbetwin/shared/conversations/audience.ts';
import { placeOf, runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { withAttempts, wordsOf } from './attempts.ts';
import { laneKeyOf, type OutboxOptions, type Ticket } from './options.ts';

/** A run that takes longer shows the customer that an answer is being written. */
const TYPING_AFTER_MS = 700;

/**
 * A customer's message: its conversation is opened, then the agents run. One message of a conversation is answered after the
 * other; what the agents do beside the answer keeps nobody waiting.
 */
export const handleInbound = (options: OutboxOptions, message: Message, ticket: Ticket): void => {
  const { lanes, documents, teamId, runs, clock } = options;
  const key = laneKeyOf(teamId, message.conversationId);
  const lastWill = {
    messageId: message.id,
    giveUp: async (error: unknown) => {
      await abandonRun(options, message, error);
    },
    abandoned: () => ticket.ended(),
  };

  const run = async () => {
    const answered = Promise.withResolvers<'answered'>();
    let whole: Promise<unknown> | undefined = runWithTyping(options, message, () => answered.resolve('answered'));
    const ended = whole.then(() => 'ended' as const);
    if ((await Promise.race([ended, answered.promise])) === 'answered') {
      const finish = async () => {
        const underWay = whole ?? runWithTyping(options, message, () => undefined);
        whole = undefined;
        await underWay;
        ticket.ended();
        return 'done' as const;
      };
      lanes.finishing.add(
        laneKeyOf(teamId, message.id),
        withAttempts({ ...lastWill, what: 'finish', attempt: finish }, options),
      );
    } else ticket.ended();
    return 'done' as const;
  };

  const open = async () => {
    const known = await documents.runs.get(runIdOf(message.id));
    if (known && (known.state === 'done' || known.state === 'failed')) {
      ticket.ended();
      return 'done' as const;
    }
    const conversation = await openConversation(documents, message);
    await runs.followUps.heed(message, conversation);
    await renewScores(documents, conversation.contactId, clock());
    runs.nudge(message.conversationId);
    if (!isForTeam(message)) {
      ticket.ended();
      return 'done' as const;
    }
    lanes.running.add(key, withAttempts({ ...lastWill, what: 'run', attempt: run }, options));
    return 'done' as const;
  };

  lanes.applying.add(key, withAttempts({ ...lastWill, what: 'open', attempt: open }, options));
};

const runWithTyping = async (options: OutboxOptions, message: Message, onAnswered: () => void): Promise<void> => {
  const typing = setTimeout(() => showTyping(options, message), TYPING_AFTER_MS);
  const stopTyping = (): void => clearTimeout(typing);
  try {
    await options.runs.run(message, {
      signal: options.signal,
      onAnswered: () => {
        stopTyping();
        onAnswered();
      },
    });
  } finally {
    stopTyping();
  }
};

const showTyping = async ({ documents, outletOf, log }: OutboxOptions, message: Message): Promise<void> => {
  const { channel, account } = placeOf(message.conversationId);
  const outlet = outletOf(channel, account);
  if (!outlet?.capabilities.typing) return;
  try {
    const conversation = await documents.conversations.get(message.conversationId);
    if (conversation?.mode === 'agent') await outlet.connection.showTyping(conversation.chatId);
  } catch (error) {
    log.debug({ messageId: message.id, error: wordsOf(error) }, 'Typing could not be shown');
  }
};
