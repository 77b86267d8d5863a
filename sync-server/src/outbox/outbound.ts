import type { Message } from '@inbetwin/shared/entities/message.ts';
import { withAttempts } from './attempts.ts';
import { type AnsweringOptions, laneKeyOf } from './options.ts';
import { isSent } from './sending/delivery-record.ts';

/**
 * Handles a message of the team: a person's reply is told to running runs, and a follow-up is planned to what has reached the customer. The
 * follow-up's id is derived from the message, so repeating this changes nothing.
 */
export const handleOutbound = (options: AnsweringOptions, message: Message, release: () => void): void => {
  const { lanes, runs, teamId } = options;
  if (message.author.kind === 'person') runs.nudge(message.conversationId);
  if (!isSent(message)) {
    release();
    return;
  }
  const attempt = async () => {
    await runs.followUps.plan(message, message.createdAt);
    release();
    return 'done' as const;
  };
  const job = { what: 'plan', messageId: message.id, attempt, giveUp: async () => undefined, abandoned: release };
  lanes.finishing.add(laneKeyOf(teamId, message.id), withAttempts(job, options));
};
