import type { ChannelConnection, ChannelContext, ChannelHealth, TokenChannel } from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { type ChannelPlace, channelIdOf, createHealthPublisher } from './channel-setting.ts';

export type HostedChannel = {
  health(): ChannelHealth;
  /** Undefined until the platform has been reached for the first time. */
  connection(): ChannelConnection | undefined;
  stop(): Promise<void>;
};

type HostedOptions = {
  readonly channel: TokenChannel;
  readonly place: ChannelPlace;
  readonly documents: TeamDocuments;
  /** Opens the sealed token and checks the address; asked anew for each attempt. */
  readonly credentials: () => Promise<Pick<ChannelContext, 'token' | 'apiRoot' | 'lookup'>>;
  readonly context: Pick<ChannelContext, 'receive' | 'chatChanged' | 'clock' | 'log' | 'timing'>;
  readonly onConnected: () => void;
};

/** One stored channel at work: it reaches the platform, however long that takes, and keeps the team told of its health. */
export const hostChannel = ({
  channel,
  place,
  documents,
  credentials,
  context,
  onConnected,
}: HostedOptions): HostedChannel => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { log, timing } = context;
  const publisher = createHealthPublisher({ ...context, place, documents });
  let connection: ChannelConnection | undefined;
  let health: ChannelHealth = {
    state: 'connecting',
    reason: { code: 'channel.connecting', message: 'The platform is being reached.' },
  };

  const setHealth = (next: ChannelHealth): void => {
    if (signal.aborted) return;
    health = next;
    publisher.publish(next);
    if (next.state === 'connected') onConnected();
  };

  const reachPlatform = async (): Promise<void> => {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        const reached = await channel.connect({ ...context, ...(await credentials()), onHealth: setHealth });
        if (signal.aborted) return await reached.stop();
        connection = reached;
        return await reached.start();
      } catch (error) {
        const { code, message } = asFailure(error);
        log.warn({ channel: channelIdOf(place), code, failures }, `A channel could not be connected: ${message}`);
        setHealth({ state: 'failing', reason: { code, message } });
        await pause(retryDelay(timing, { failures, error }), signal);
      }
    }
  };

  publisher.publish(health);
  reachPlatform().catch((error: unknown) => {
    log.error({ channel: channelIdOf(place), error: String(error) }, 'A channel could not be stopped');
  });

  return {
    health: () => health,
    connection: () => connection,
    stop: async () => {
      stopping.abort();
      await connection?.stop();
      await publisher.stop();
    },
  };
};

const asFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('server.error', String(error), 'See the server log.');
