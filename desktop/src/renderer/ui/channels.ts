import { Globe, type LucideIcon, MessageCircle, Send } from 'lucide-react';

type ChannelLook = {
  readonly icon: LucideIcon;
  readonly colour: string;
  /** Undefined for a kind that this interface has no word for yet. */
  readonly word: 'telegram' | 'webChat' | undefined;
  /** The team's own chat page is always open; another channel works once an account is connected. */
  readonly needsAccount: boolean;
};

const looks: Readonly<Record<string, ChannelLook>> = {
  telegram: { icon: Send, colour: 'text-channel-telegram', word: 'telegram', needsAccount: true },
  'web-chat': { icon: Globe, colour: 'text-channel-web', word: 'webChat', needsAccount: false },
};
const unknown: ChannelLook = {
  icon: MessageCircle,
  colour: 'text-channel-other',
  word: undefined,
  needsAccount: true,
};

/** How the interface shows a kind of channel. */
export const channelLook = (kind: string): ChannelLook =>
  Object.hasOwn(looks, kind) ? (looks[kind] ?? unknown) : unknown;
