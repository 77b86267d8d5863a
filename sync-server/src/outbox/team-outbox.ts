import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { isFollowUpId } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { handleDecision } from './decision.ts';
import { type Feed, openFeed } from './feed/follow-feed.ts';
import { addFetch, handleFiles, hasWaitingFiles } from './fetch-files.ts';
import { openFollowUpSchedule } from './follow-ups.ts';
import { handleHandBack } from './handed-back.ts';
import { handleInbound } from './inbound.ts';
import type { OutboxOptions, Ticket } from './options.ts';
import { followScoreDecay } from './score-decay.ts';
import { isPending, isSent } from './sending/delivery-record.ts';
import { addDelivery, handleOutbound, handleSent } from './sending/outbound.ts';
import { showTyping } from './show-typing.ts';
import { createTyping } from './typing.ts';
import { openWaitingMessages } from './waiting-messages.ts';

/** Ensures the consequences of each message of a team, and of each decision about its agents' requests. */
export const openTeamOutbox = (options: OutboxOptions): Feed => {
  const { teamId, store } = options;
  const waiting = openWaitingMessages(store, 'waiting-deliveries', teamId);
  const waitingFiles = openWaitingMessages(store, 'waiting-files', teamId);
  /** Messages that are in a lane; changes of their own state need no further handling. */
  const active = new Set<string>();
  /** Messages whose files are being fetched. */
  const fetching = new Set<string>();

  const ticketFor = (messageId: string, release: () => void, held = active): Ticket => {
    held.add(messageId);
    return {
      passed: release,
      ended: () => {
        held.delete(messageId);
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
    for (const { messageId: id, ...rest } of await waitingFiles.list()) {
      if (fetching.has(id)) continue;
      const ticket = ticketFor(id, () => undefined, fetching);
      addFetch({ ...options, waiting: waitingFiles }, { id, ...rest }, ticket);
    }
  };

  /** The release for the rest of the message's handling; the change is released when its files have been handled as well. */
  const takeFiles = (message: Message, release: () => void): (() => void) => {
    if (!hasWaitingFiles(message) || fetching.has(message.id)) return release;
    const [ofMessage, ofFiles] = afterBoth(release);
    handleFiles({ ...options, waiting: waitingFiles }, message, ticketFor(message.id, ofFiles, fetching));
    return ofMessage;
  };

  /** A running run takes in that its customer edited a message; the lane handles everything else about a message that it holds. */
  const noteEdit = ({ body: { edited, conversationId } }: Change): void => {
    if (edited !== undefined && typeof conversationId === 'string') options.runs.nudge(conversationId);
  };

  const takeMessage = (change: Change, release: () => void): void => {
    if (active.has(change.id)) noteEdit(change);
    const message = active.has(change.id) ? undefined : readMessage(change, options);
    if (message?.direction === 'inbound' && !message.demo) {
      handleInbound(options, message, ticketFor(message.id, takeFiles(message, release)));
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

  const typing = createTyping((conversationId) => showTyping(options, conversationId), options.log);
  options.signal.addEventListener('abort', typing.stop, { once: true });
  const takeRun = (change: Change, release: () => void): void => {
    typing.note(change);
    release();
  };

  const take = {
    messages: takeMessage,
    conversations: (change, release) => handleHandBack(options, change, release),
    work: takeWork,
    runs: takeRun,
  } satisfies Partial<Record<CollectionName, (change: Change, release: () => void) => void>>;
  const changes = store.database(teamDatabaseName(teamId));
  const feed = openFeed(options, { name: 'outbox', changes, restore: restoreWaiting, take });

  return {
    follow: async () => {
      await Promise.all([feed.follow(), followUps.follow(), followScoreDecay(options)]);
    },
    saveCheckpoint: feed.saveCheckpoint,
  };
};

/** Returns two functions; `release` is called once both were called, in any order and any number of times. */
const afterBoth = (release: () => void): readonly [() => void, () => void] => {
  const called = new Set<string>();
  const call = (which: string) => () => {
    if (called.add(which).size === 2) release();
  };
  return [call('first'), call('second')];
};

/** A document that does not fit its schema is a dead letter, because its consequences are unknown. */
const readMessage = (change: Change, { documents, log, teamId }: OutboxOptions): Message | undefined => {
  try {
    return documents.messages.parse(change);
  } catch (error) {
    if (!hasCode(error, 'document.invalid')) throw error;
    log.error({ teamId, messageId: change.id }, 'A stored message does not fit and is passed over');
    return undefined;
  }
};
