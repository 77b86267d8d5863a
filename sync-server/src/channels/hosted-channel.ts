import type {
  ChannelConnection,
  ChannelContext,
  ChannelHealth,
  ConnectedChannel,
} from '@inbetwin/bot/channels/channel.ts';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { type ChannelPlace, channelIdOf, createHealthPublisher } from './channel-setting.ts';
import { connectNaming } from './connect-naming.ts';
import { type AccessTokens, openAccessTokens, type TokenOptions } from './oauth/access-tokens.ts';

export type HostedChannel = {
  /** Undefined until the platform has been reached for the first time. */
  connection(): ChannelConnection | undefined;
  /** Publishes the channel's health to the team. */
  publish(health: ChannelHealth): void;
  stop(): Promise<void>;
};

/** What a channel connects with, once its addresses have been checked. */
export type Guarded = { readonly credentials: Credentials } & Pick<ChannelContext, 'lookup'>;

type HostedOptions = {
  readonly channel: ConnectedChannel;
  readonly place: ChannelPlace;
  readonly documents: TeamDocuments;
  /** Decrypts the credentials and checks their addresses; called for each attempt. */
  readonly credentials: () => Promise<Guarded>;
  readonly context: Omit<ChannelContext, 'lookup' | 'onHealth' | 'accessToken'>;
  /** Present for an account that was connected by OAuth. */
  readonly grants?: TokenOptions['source'] | undefined;
  readonly onHealth: (health: ChannelHealth) => void;
};

/** A stored channel in operation: it connects to the platform, however long that takes, and reports its health. */
export const hostChannel = (options: HostedOptions): HostedChannel => {
  const { channel, place, documents, credentials, context } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const { log, timing } = context;
  const publisher = createHealthPublisher({ ...context, place, documents });
  let connection: ChannelConnection | undefined;
  let reached: ChannelHealth | undefined;
  let trouble: ChannelHealth | undefined;

  /** Takes precedence over the connection's health, because the account does not work without an access token. */
  const tell = (): void => {
    const health = trouble ?? reached;
    if (health && !signal.aborted) options.onHealth(health);
  };
  const onHealth = (health: ChannelHealth): void => {
    reached = health;
    tell();
  };
  const onTrouble = (failure: Failure | undefined): void => {
    trouble = failure && failing(failure);
    tell();
  };
  const tokens = options.grants && openAccessTokens({ ...context, source: options.grants, onTrouble, signal });

  const reachPlatform = async (): Promise<void> => {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        const guarded = await credentials();
        const surroundings = { ...context, ...lookupOf(guarded), ...accessOf(tokens), onHealth };
        const opened = await connectNaming(channel, surroundings, { ...guarded, documents });
        if (signal.aborted) return await opened.stop();
        connection = opened;
        return await opened.start();
      } catch (error) {
        const failure = asFailure(error);
        const { code, message } = failure;
        log.warn({ channel: channelIdOf(place), code, failures }, `A channel could not be connected: ${message}`);
        onHealth(failing(failure));
        await pause(retryDelay(timing, { failures, error }), signal);
      }
    }
  };

  tokens?.keepFresh().catch((error: unknown) => {
    log.error({ channel: channelIdOf(place), error: String(error) }, 'The access of a channel is not kept fresh');
  });
  reachPlatform().catch((error: unknown) => {
    log.error({ channel: channelIdOf(place), error: String(error) }, 'A channel could not be stopped');
  });

  return {
    connection: () => connection,
    publish: publisher.publish,
    stop: async () => {
      stopping.abort();
      await connection?.stop();
      await publisher.stop();
    },
  };
};

export const lookupOf = ({ lookup }: Guarded): Pick<ChannelContext, 'lookup'> => (lookup ? { lookup } : {});

export const webhookContext = (webhookUrl: string | undefined): Pick<ChannelContext, 'webhookUrl'> =>
  webhookUrl === undefined ? {} : { webhookUrl };

const accessOf = (tokens: AccessTokens | undefined) => (tokens ? { accessToken: tokens.get } : {});

const failing = ({ code, message }: Failure): ChannelHealth => ({ state: 'failing', reason: { code, message } });

const asFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('server.error', String(error), 'See the server log.');
