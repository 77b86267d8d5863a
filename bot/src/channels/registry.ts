import type { ChannelKindName } from '@inbetwin/shared/channels/registry.ts';
import type { Channel } from './channel.ts';
import { telegram } from './telegram/telegram.ts';
import { webChat } from './web-chat/web-chat.ts';

/** All kinds of channels. A new one is a folder and a line here; the conformance suite then covers it if a platform is behind it. */
export const channels = {
  telegram,
  'web-chat': webChat,
} as const satisfies Record<ChannelKindName, Channel>;

export type Channels = Readonly<Record<string, Channel>>;
