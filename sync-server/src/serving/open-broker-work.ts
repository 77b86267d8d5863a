import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openBroker } from '../broker/connection.ts';
import { openEventExchange } from '../broker/event-exchange.ts';
import { type PublishedEvents, publishEvents } from '../events/publish-events.ts';

/** For operators: whether the broker accepts messages, and how many teams have events that it has not accepted yet. */
export type BrokerState = { readonly code?: 'broker.unavailable'; readonly behind: number };

export type BrokerWork = {
  readonly events: PublishedEvents;
  state(): BrokerState;
  close(): Promise<void>;
};

/** What the server does with a message broker, over one connection. */
export const openBrokerWork = (
  parts: { readonly store: DocumentStore; readonly log: Logger },
  url: string,
): BrokerWork => {
  const broker = openBroker(url, parts.log);
  const exchange = openEventExchange(broker);
  const events = publishEvents({ ...parts, exchange, whenReachable: broker.whenReachable });
  return {
    events,
    state: () => ({ ...(!broker.isReachable() && { code: 'broker.unavailable' }), behind: events.behind() }),
    close: async () => {
      await events.stop();
      await broker.close(exchange.close);
    },
  };
};
