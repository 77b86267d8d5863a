import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { z } from 'zod';
import type { JoinQueue } from '../processes/held-partitions.ts';
import type { Duty } from '../processes/roles.ts';
import type { Broker } from './connection.ts';

/** A beat that nobody has received for so long proves nothing. Milliseconds. */
const TTL_MS = 5000;
/** A queue that nobody subscribes to any more is removed. Milliseconds. */
const EXPIRES_MS = 86_400_000;

const beatSchema = z.object({ sender: z.string(), sentAt: z.number() });

type QueuesOptions = {
  readonly broker: Broker;
  readonly installation: string;
  /** Unique for each process. */
  readonly sender: string;
  readonly log: Logger;
};

export type PartitionQueues = { joinAs(duty: Duty): JoinQueue; close(): Promise<void> };

/** A quorum queue with a single active consumer for each partition, which the broker keeps consistent among its nodes. */
export const openPartitionQueues = ({ broker, installation, sender, log }: QueuesOptions): PartitionQueues => {
  const { connection, isReachable, requireReachable } = broker;
  const publisher = connection.createPublisher();
  return {
    joinAs: (duty) => (partition, hear) => {
      const queue = `inbetwin.${installation}.${duty}.${partition}`;
      const consumer = connection.createConsumer(
        {
          queue,
          noAck: true,
          queueOptions: {
            durable: true,
            arguments: {
              ...{ 'x-queue-type': 'quorum', 'x-single-active-consumer': true },
              ...{ 'x-message-ttl': TTL_MS, 'x-expires': EXPIRES_MS },
            },
          },
        },
        ({ body, consumerTag }) => {
          const beat = beatSchema.parse(body);
          if (beat.sender === sender) hear({ subscription: consumerTag, sentAt: beat.sentAt });
        },
      );
      consumer.on('error', (error) => log.debug({ queue, error: String(error) }, 'A subscription is interrupted'));
      return {
        beat: async (sentAt) => {
          requireReachable();
          await publisher.send({ routingKey: queue, durable: true }, { sender, sentAt });
        },
        leave: async () => {
          const closed = consumer.close();
          // Otherwise the broker has given the place up already, or will when the connection's heartbeats are missing.
          if (isReachable()) await closed;
          else closed.catch((error: unknown) => log.debug({ queue, error: String(error) }, 'A subscription has ended'));
        },
      };
    },
    close: () => publisher.close(),
  };
};
