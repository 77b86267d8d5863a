import { handedBackIn } from '@inbetwin/shared/conversations/answering.ts';
import { conversationSchema } from '@inbetwin/shared/entities/conversation.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { withAttempts } from './attempts.ts';
import { type AnsweringOptions, laneKeyOf } from './options.ts';

/** A person handed a conversation back with an unanswered message: the agents answer it when it is the conversation's turn. */
export const handleHandBack = (options: AnsweringOptions, change: Change, release: () => void): void => {
  const { lanes, log, teamId, runs, signal } = options;
  const parsed = change.deleted ? undefined : conversationSchema.safeParse(change.body);
  if (parsed?.success === false) {
    log.error({ teamId, conversationId: change.id }, 'A stored conversation does not fit and is passed over');
  }
  const conversation = parsed?.data;
  if (!conversation || conversation.demo || !handedBackIn(conversation)) {
    release();
    return;
  }
  const { id } = conversation;
  const attempt = async () => {
    await runs.runHandedBack(id, { signal });
    release();
    return 'done' as const;
  };
  const job = { what: 'answer', messageId: id, attempt, giveUp: async () => undefined, abandoned: release };
  lanes.running.add(laneKeyOf(teamId, id), withAttempts(job, options));
};
