import type { ChannelKindName } from '@inbetwin/shared/channels/registry.ts';
import type { Channel } from './channel.ts';
import { telegram } from './telegram/telegram.ts';
import { createWebChat } from './web-chat/web-chat.ts';
import type { WebChatHub } from './web-chat/web-chat-hub.ts';

/** All kinds of channels. A new one is a folder and a line here; the conformance suite then covers it. */
export const createChannels = (webChat: WebChatHub) =>
  ({
    telegram,
    'web-chat': createWebChat(webChat),
  }) as const satisfies Record<ChannelKindName, Channel>;

export type Channels = Readonly<Record<string, Channel>>;
