import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { byCollection, type Feed, openFeed } from './feed/follow-feed.ts';
import { addFetch, handleFiles, hasWaitingFiles } from './fetch-files.ts';
import { type DeliveringOptions, laneKeyOf, type Ticket } from './options.ts';
import { readMessage } from './read-message.ts';
import { isPending } from './sending/delivery-record.ts';
import { addDelivery, deliver } from './sending/outbound.ts';
import { showTyping } from './show-typing.ts';
import { createTyping } from './typing.ts';
import { openWaitingMessages } from './waiting-messages.ts';

/** Ensures that each queued message of a team is sent, and that the files of its customers are fetched. */
export const openDelivering = (options: DeliveringOptions): Feed => {
  const { teamId, store, lanes, log, signal } = options;
  const waiting = openWaitingMessages(store, 'waiting-deliveries', teamId);
  const waitingFiles = openWaitingMessages(store, 'waiting-files', teamId);
  /** Messages that are being sent; changes of their own state need no further handling. */
  const sending = new Set<string>();
  /** Messages whose files are being fetched. */
  const fetching = new Set<string>();

  const wake = (messageId: string): void => {
    const key = laneKeyOf(teamId, messageId);
    lanes.fetching.wake((other) => other === key);
  };

  const restoreWaiting = async () => {
    for (const { messageId: id, ...rest } of await waiting.list()) {
      if (sending.has(id)) continue;
      addDelivery({ ...options, waiting }, { message: { id, ...rest }, isNoted: true }, ticketFor(sending, id));
    }
    for (const { messageId: id, ...rest } of await waitingFiles.list()) {
      if (fetching.has(id)) continue;
      addFetch({ ...options, waiting: waitingFiles }, { id, ...rest }, ticketFor(fetching, id));
    }
  };

  const takeMessage = (change: Change, release: () => void): void => {
    const message = readMessage(change, options);
    if (message?.direction === 'inbound' && !message.demo && hasWaitingFiles(message) && !fetching.has(message.id)) {
      handleFiles({ ...options, waiting: waitingFiles }, message, ticketFor(fetching, message.id, release));
    } else if (message && isPending(message) && !sending.has(message.id)) {
      deliver({ ...options, waiting }, message, ticketFor(sending, message.id, release));
    } else {
      // It may wait for a file that has arrived.
      if (message && sending.has(message.id)) wake(message.id);
      release();
    }
  };

  const typing = createTyping((conversationId) => showTyping(options, conversationId), log);
  signal.addEventListener('abort', typing.stop, { once: true });
  const takeRun = (change: Change, release: () => void): void => {
    typing.note(change);
    release();
  };

  const take = { messages: takeMessage, runs: takeRun } satisfies Partial<
    Record<CollectionName, (change: Change, release: () => void) => void>
  >;
  const changes = store.database(teamDatabaseName(teamId));
  return openFeed(options, { name: 'delivery', changes, restore: restoreWaiting, handle: byCollection(take) });
};

/** A message stays in `held` until its handling has ended. */
const ticketFor = (held: Set<string>, messageId: string, release: () => void = () => undefined): Ticket => {
  held.add(messageId);
  return {
    passed: release,
    ended: () => {
      held.delete(messageId);
      release();
    },
  };
};
