import { type DomainEvent, parseEvent } from '@inbetwin/shared/contracts/events.ts';
import { Connection } from 'rabbitmq-client';
import { onTestFinished } from 'vitest';
import { EVENT_EXCHANGE } from '../event-exchange.ts';

/** Somebody else's durable queue for the events of a binding; the events that it has received, in their order. */
export const hearEvents = async (url: string, routingKey = '#') => {
  const heard: DomainEvent[] = [];
  const connection = new Connection({ url, retryLow: 50, retryHigh: 200 });
  // Tests kill the broker, and the connection comes back by itself.
  connection.on('error', () => undefined);
  const queue = `somebody-${routingKey}`;
  const consumer = connection.createConsumer(
    {
      queue,
      queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
      exchanges: [{ exchange: EVENT_EXCHANGE, type: 'topic', durable: true }],
      queueBindings: [{ exchange: EVENT_EXCHANGE, routingKey }],
      concurrency: 1,
      qos: { prefetchCount: 50 },
    },
    ({ body, messageId, type }) => {
      const event = parseEvent(body);
      if (event.id !== messageId || event.type !== type) throw new Error(`It came as ${type} ${messageId}.`);
      heard.push(event);
    },
  );
  consumer.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    consumer.once('ready', resolve);
  });
  onTestFinished(async () => {
    connection.unsafeDestroy();
  });
  return heard;
};
