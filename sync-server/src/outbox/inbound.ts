import { abandonRun } from '@inbetwin/shared/agents/runs/abandon-run.ts';
import { isForTeam } from '@inbetwin/shared/conversations/audience.ts';
import { runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { updateLead } from '@inbetwin/shared/tools/update-lead.ts';
import { withAttempts } from './attempts.ts';
import { type AnsweringOptions, laneKeyOf } from './options.ts';

/**
 * Handles a customer's message: opens its conversation, then runs the agents. Messages of a conversation are answered one after another;
 * work of the agents beyond the answer delays nobody.
 */
export const handleInbound = (options: AnsweringOptions, message: Message, end: () => void): void => {
  const { lanes, documents, teamId, runs, signal } = options;
  const key = laneKeyOf(teamId, message.conversationId);
  const lastWill = {
    messageId: message.id,
    giveUp: async (error: unknown) => {
      await abandonRun(options, message, error);
    },
    abandoned: end,
  };

  /** Work that nobody waits for: the rest of the run, and the scores that the message changes. */
  const finishBehind = (conversation: Conversation, begun: Promise<Pick<Run, 'steps'>>): void => {
    let underWay: typeof begun | undefined = begun;
    const finish = async () => {
      const running = underWay ?? runs.run(message, { signal });
      underWay = undefined;
      await renewScoresBehind(options, conversation, await running);
      end();
      return 'done' as const;
    };
    lanes.finishing.add(
      laneKeyOf(teamId, message.id),
      withAttempts({ ...lastWill, what: 'finish', attempt: finish }, options),
    );
  };

  const run = async (conversation: Conversation) => {
    const answered = Promise.withResolvers<void>();
    const whole = runs.run(message, { signal, onAnswered: answered.resolve });
    await Promise.race([whole, answered.promise]);
    finishBehind(conversation, whole);
    return 'done' as const;
  };

  const open = async () => {
    const known = await documents.runs.get(runIdOf(message.id));
    if (known && (known.state === 'done' || known.state === 'failed')) {
      const conversation = await documents.conversations.get(message.conversationId);
      if (conversation) finishBehind(conversation, Promise.resolve(known));
      else end();
      return 'done' as const;
    }
    const conversation = await openConversation(documents, message);
    await runs.followUps.heed(message, conversation);
    runs.nudge(message.conversationId);
    if (!isForTeam(message)) {
      end();
      return 'done' as const;
    }
    const giveUp = async (error: unknown) => {
      await renewScoresBehind(options, conversation, await abandonRun(options, message, error));
    };
    const answering = { ...lastWill, giveUp, what: 'run', attempt: () => run(conversation) };
    lanes.running.add(key, withAttempts(answering, options));
    return 'done' as const;
  };

  lanes.applying.add(key, withAttempts({ ...lastWill, what: 'open', attempt: open }, options));
};

/** The customer's leads, except for the one that the run has already scored. */
const renewScoresBehind = async (
  { documents, clock }: AnsweringOptions,
  { contactId, leadId }: Conversation,
  { steps }: Pick<Run, 'steps'>,
): Promise<void> => {
  const isScored = steps.some(({ name, state }) => name === updateLead.name && state === 'done');
  await renewScores(documents, contactId, clock(), isScored ? leadId : undefined);
};
