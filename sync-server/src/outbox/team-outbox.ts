import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { isFollowUpId } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { handleDecision } from './decision.ts';
import { isPending, isSent } from './deliver.ts';
import { type Feed, openFeed } from './follow-feed.ts';
import { openFollowUpSchedule } from './follow-ups.ts';
import { handleHandBack } from './handed-back.ts';
import { handleInbound } from './inbound.ts';
import type { OutboxOptions, Ticket } from './options.ts';
import { addDelivery, handleOutbound, handleSent } from './outbound.ts';
import { followScoreDecay } from './score-decay.ts';
import { openWaitingDeliveries } from './waiting-deliveries.ts';

/** Sees to all that must follow from each message of a team, and from each decision about what its agents asked for. */
export const openTeamOutbox = (options: OutboxOptions): Feed => {
  const { teamId, store, documents } = options;
  const waiting = openWaitingDeliveries(store, teamId);
  /** Messages that a lane holds: changes of their own state need no second look. */
  const active = new Set<string>();

  const ticketFor = (messageId: string, release: () => void): Ticket => {
    active.add(messageId);
    return {
      passed: release,
      ended: () => {
        active.delete(messageId);
        release();
      },
    };
  };

  const restoreWaiting = async () => {
    for (const { messageId: id, ...rest } of await waiting.list()) {
      if (active.has(id)) continue;
      const ticket = ticketFor(id, () => undefined);
      addDelivery({ ...options, waiting }, { message: { id, ...rest }, isNoted: true }, ticket);
    }
  };

  const takeMessage = (change: Change, release: () => void): void => {
    const message = active.has(change.id) ? undefined : readMessage(change, options);
    if (message?.direction === 'inbound' && !message.demo) {
      handleInbound(options, message, ticketFor(message.id, release));
    } else if (message && isPending(message)) {
      handleOutbound({ ...options, waiting }, message, ticketFor(message.id, release));
    } else if (message && isSent(message)) handleSent(options, message, release);
    else release();
  };

  const followUps = openFollowUpSchedule(options);
  const takeWork = (change: Change, release: () => void): void => {
    if (isFollowUpId(change.id)) followUps.nudge();
    handleDecision(options, change, release);
  };

  const feeds = [
    openFeed(options, {
      name: 'outbox',
      database: documents.messages.database,
      restore: restoreWaiting,
      take: takeMessage,
    }),
    openFeed(options, {
      name: 'conversations',
      database: documents.conversations.database,
      take: (change, release) => handleHandBack(options, change, release),
    }),
    openFeed(options, {
      name: 'work',
      database: documents.work.database,
      take: takeWork,
    }),
  ];

  return {
    follow: async () => {
      await Promise.all([...feeds.map((feed) => feed.follow()), followUps.follow(), followScoreDecay(options)]);
    },
    saveCheckpoint: async () => {
      await Promise.all(feeds.map((feed) => feed.saveCheckpoint()));
    },
  };
};

/** A document that does not fit is a dead letter: nobody can say what should follow from it. */
const readMessage = (change: Change, { documents, log, teamId }: OutboxOptions): Message | undefined => {
  try {
    return documents.messages.parse(change);
  } catch (error) {
    if (!hasCode(error, 'document.invalid')) throw error;
    log.error({ teamId, messageId: change.id }, 'A stored message does not fit and is passed over');
    return undefined;
  }
};
