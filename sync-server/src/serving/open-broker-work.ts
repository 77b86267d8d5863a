import { randomUUID } from 'node:crypto';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openBroker } from '../broker/connection.ts';
import { openEventExchange } from '../broker/event-exchange.ts';
import { openPartitionQueues, type PartitionQueues } from '../broker/partition-queues.ts';
import { type PublishedEvents, publishEvents } from '../events/publish-events.ts';

/** For operators: whether the broker accepts messages, and how many teams have events that it has not accepted yet. */
export type BrokerState = { readonly code?: 'broker.unavailable'; readonly behind: number };

export type BrokerWork = {
  readonly events: PublishedEvents;
  /** Subscribes to the queues that decide who works for a partition. */
  readonly joinAs: PartitionQueues['joinAs'];
  state(): BrokerState;
  close(): Promise<void>;
};

/** What the server does with a message broker, over one connection. */
export const openBrokerWork = (
  parts: { readonly store: DocumentStore; readonly log: Logger; readonly installation: string },
  url: string,
): BrokerWork => {
  const broker = openBroker(url, parts.log);
  const exchange = openEventExchange(broker);
  const events = publishEvents({ ...parts, exchange, whenReachable: broker.whenReachable });
  const queues = openPartitionQueues({ ...parts, broker, sender: randomUUID() });
  return {
    events,
    joinAs: queues.joinAs,
    state: () => ({ ...(!broker.isReachable() && { code: 'broker.unavailable' }), behind: events.behind() }),
    close: () => broker.close(() => Promise.all([exchange.close(), queues.close()])),
  };
};
