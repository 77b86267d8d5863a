import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';
import { Connection } from 'rabbitmq-client';

/** The process's connection to the message broker, which comes back by itself with growing, jittered delays. */
export type Broker = {
  readonly connection: Connection;
  /** Resolves when the broker accepts messages, or when `signal` aborts. */
  whenReachable(signal: AbortSignal): Promise<void>;
  /** Throws `broker.unavailable` while it does not accept messages. */
  requireReachable(): void;
  isReachable(): boolean;
  /** Closes the connection after `endChannels`, which closes everything that uses it; at once if the broker does not answer. */
  close(endChannels: () => Promise<unknown>): Promise<void>;
};

/** The longest delay between two attempts to connect. Milliseconds. */
const LONGEST_RETRY_MS = 10_000;
const CONNECT_MS = 5000;
/** A broker that says nothing for about twice as long is gone. Seconds. */
const HEARTBEAT = 10;
const CLOSE_MS = 1000;

export const openBroker = (url: string, log: Logger): Broker => {
  const connection = new Connection({
    url,
    connectionName: 'inbetwin',
    heartbeat: HEARTBEAT,
    connectionTimeout: CONNECT_MS,
    acquireTimeout: CONNECT_MS,
    retryHigh: LONGEST_RETRY_MS,
  });
  const isReachable = (): boolean => connection.ready;
  // The address may contain a password, and what the library says of an error does not contain the address.
  connection.on('error', (error: unknown) => log.warn({ error: String(error) }, 'The message broker is not reachable'));
  connection.on('connection', () => log.info({}, 'The message broker is reachable'));
  connection.on('connection.blocked', (reason) => log.warn({ reason }, 'The message broker accepts no messages'));

  return {
    connection,
    isReachable,
    requireReachable: () => {
      if (!isReachable()) throw unreachable();
    },
    whenReachable: async (signal) => {
      while (!isReachable() && !signal.aborted) {
        await untilHeard((hear) => {
          const events = ['connection', 'connection.unblocked'] as const;
          for (const event of events) connection.on(event as 'connection', hear);
          return () => {
            for (const event of events) connection.off(event, hear);
          };
        }, signal);
      }
    },
    close: async (endChannels) => {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, CLOSE_MS);
      const end = async (): Promise<void> => {
        await endChannels();
        await connection.close();
      };
      try {
        if (isReachable()) await Promise.race([end(), late]);
      } finally {
        clearTimeout(timer);
        connection.unsafeDestroy();
      }
    },
  };
};

const unreachable = (): Failure =>
  new Failure('broker.unavailable', 'The message broker accepts no messages.', 'Check the broker and the way to it.');
