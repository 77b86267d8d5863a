import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import type { Broker } from './connection.ts';

export const EVENT_EXCHANGE = 'inbetwin.events';

export type EventExchange = {
  /** Resolves when the broker has stored all of them; those of one document are stored in their order. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  close(): Promise<void>;
};

/** The team comes first, so that an integration can be limited to one team by a prefix of its routing keys. */
export const routingKeyOf = ({ teamId, type }: Pick<DomainEvent, 'teamId' | 'type'>): string => `${teamId}.${type}`;

export const openEventExchange = ({ connection, requireReachable }: Broker): EventExchange => {
  const publisher = connection.createPublisher({
    confirm: true,
    exchanges: [{ exchange: EVENT_EXCHANGE, type: 'topic', durable: true }],
  });

  const send = (event: DomainEvent): Promise<void> => {
    const { id: messageId, type, at, version } = event;
    const headers = { version };
    return publisher.send(
      {
        ...{ exchange: EVENT_EXCHANGE, routingKey: routingKeyOf(event), durable: true, messageId, type, headers },
        ...{ timestamp: Math.floor(at / 1000), appId: 'inbetwin', contentType: 'application/json' },
      },
      event,
    );
  };

  return {
    publish: async (events) => {
      if (events.length === 0) return;
      requireReachable();
      const ofDocuments = Map.groupBy(events, ({ entity }) => `${entity.collection}:${entity.id}`);
      // A queue may refuse one message and take the next, so the events of a document wait for one another.
      const sendInOrder = async (ofDocument: readonly DomainEvent[]): Promise<void> => {
        for (const event of ofDocument) await send(event);
      };
      await Promise.all([...ofDocuments.values()].map(sendInOrder));
    },
    close: () => publisher.close(),
  };
};
