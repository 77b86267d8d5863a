import type { ChannelHealth } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { type ChannelSetting, channelSettingId } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';

export type ChannelPlace = { readonly kind: string; readonly account: string; readonly name: string };

export const channelIdOf = ({ kind, account }: Pick<ChannelPlace, 'kind' | 'account'>): string =>
  channelSettingId({ channel: kind, account });

/** The health of an account that has just been connected. */
export const connecting: ChannelHealth = {
  state: 'connecting',
  reason: { code: 'channel.connecting', message: 'The platform is being reached.' },
};

/** The part of a channel that everyone in the team may see. */
export const channelSetting = (place: ChannelPlace, health: ChannelHealth, now: number): Setting => ({
  id: channelIdOf(place),
  updatedAt: now,
  value: {
    kind: 'channel',
    channel: place.kind,
    account: place.account,
    name: place.name.slice(0, 200),
    state: health.state,
    ...(health.state !== 'connected' && { reason: shortened(health.reason) }),
    checkedAt: now,
  },
});

/** The health that was published last. A connected account for which none was published yet is being connected. */
export const publishedHealth = (setting: Setting | undefined): ChannelHealth => {
  if (!isShown(setting)) return connecting;
  const { state, name, reason } = setting.value;
  return state === 'connected' ? { state, name } : { state, reason: reason ?? connecting.reason };
};

type ShownSetting = Setting & { readonly value: ChannelSetting & { readonly state: ChannelHealth['state'] } };

/** Whether the team sees the channel as connected, even if it does not work. */
export const isShown = (setting: Setting | undefined): setting is ShownSetting =>
  setting?.value.kind === 'channel' && setting.value.state !== 'disconnected';

export const asDisconnected = (setting: Setting, now: number): Setting => {
  if (!isShown(setting)) return setting;
  const { reason: _, ...value } = setting.value;
  return { ...setting, updatedAt: now, value: { ...value, state: 'disconnected', checkedAt: now } };
};

const shortened = ({ code, message }: { readonly code: string; readonly message: string }) => ({
  code: code.slice(0, 60),
  message: message.slice(0, 500),
});

type PublisherOptions = {
  readonly place: ChannelPlace;
  readonly documents: TeamDocuments;
  readonly timing: ChannelTiming;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Writes a channel's health to the team's settings, where desktops show it. The latest state wins, and failed writes are retried. */
export const createHealthPublisher = ({ place, documents, timing, clock, log }: PublisherOptions) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wanted: ChannelHealth | undefined;
  let writing: Promise<void> | undefined;

  const writeAll = async (): Promise<void> => {
    let failures = 0;
    while (wanted && !signal.aborted) {
      const next = wanted;
      try {
        await documents.settings.put(channelSetting(place, next, clock()));
        failures = 0;
        if (wanted === next) wanted = undefined;
      } catch (error) {
        failures += 1;
        log.warn({ channel: channelIdOf(place), error: String(error) }, 'The health of a channel could not be stored');
        await pause(retryDelay(timing, { failures, error }), signal);
      }
    }
    writing = undefined;
  };

  return {
    publish: (health: ChannelHealth): void => {
      wanted = health;
      writing ??= writeAll();
    },
    /** Nothing is written after this has resolved. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await writing;
    },
  };
};
