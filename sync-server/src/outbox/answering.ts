import { isFollowUpId } from '@inbetwin/shared/conversations/ids.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { handleDecision } from './decision.ts';
import { byCollection, type Feed, openFeed } from './feed/follow-feed.ts';
import { openFollowUpSchedule } from './follow-ups.ts';
import { handleHandBack } from './handed-back.ts';
import { handleInbound } from './inbound.ts';
import type { AnsweringOptions } from './options.ts';
import { handleOutbound } from './outbound.ts';
import { readMessage } from './read-message.ts';
import { followScoreDecay } from './score-decay.ts';

/** Ensures that each message of a team is answered, and what follows from decisions about its agents' requests. */
export const openAnswering = (options: AnsweringOptions): Feed => {
  const { teamId, store, log } = options;
  /** Messages that are in a lane; changes of their own state need no further handling. */
  const active = new Set<string>();

  /** A running run takes in that its customer edited a message; the lane handles everything else about a message that it holds. */
  const noteEdit = ({ body: { edited, conversationId } }: Change): void => {
    if (edited !== undefined && typeof conversationId === 'string') options.runs.nudge(conversationId);
  };

  const takeMessage = (change: Change, release: () => void): void => {
    if (active.has(change.id)) {
      noteEdit(change);
      release();
      return;
    }
    const message = readMessage(change, options, () => {
      log.error({ teamId, messageId: change.id }, 'A stored message does not fit and is passed over');
    });
    const end = (): void => {
      active.delete(change.id);
      release();
    };
    if (message?.direction === 'inbound' && !message.demo) {
      active.add(message.id);
      handleInbound(options, message, end);
    } else if (message?.direction === 'outbound') handleOutbound(options, message, release);
    else release();
  };

  const followUps = openFollowUpSchedule(options);
  const takeWork = (change: Change, release: () => void): void => {
    if (isFollowUpId(change.id)) followUps.nudge();
    handleDecision(options, change, release);
  };

  const take = {
    messages: takeMessage,
    conversations: (change, release) => handleHandBack(options, change, release),
    work: takeWork,
  } satisfies Partial<Record<CollectionName, (change: Change, release: () => void) => void>>;
  const changes = store.database(teamDatabaseName(teamId));
  const feed = openFeed(options, { name: 'outbox', changes, handle: byCollection(take) });

  return {
    follow: async () => {
      await Promise.all([feed.follow(), followUps.follow(), followScoreDecay(options)]);
    },
    saveCheckpoint: feed.saveCheckpoint,
  };
};
