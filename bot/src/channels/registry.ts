import type { ChannelKindName } from '@inbetwin/shared/channels/registry.ts';
import type { Channel } from './channel.ts';
import { telegram } from './telegram/telegram.ts';
import { createWebChat } from './web-chat/web-chat.ts';
import type { WebChatHub } from './web-chat/web-chat-hub.ts';

/** Every kind of channel. Adding one is a folder and a line here; the conformance suite then runs over it. */
export const createChannels = (webChat: WebChatHub) =>
  ({
    telegram,
    'web-chat': createWebChat(webChat),
  }) as const satisfies Record<ChannelKindName, Channel>;

export type Channels = Readonly<Record<string, Channel>>;
