import { type ChannelKindName, findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { Globe, type LucideIcon, MessageCircle, Send } from 'lucide-react';

type ChannelLook = { readonly icon: LucideIcon; readonly colour: string };

const looks: Readonly<Record<ChannelKindName, ChannelLook>> = {
  telegram: { icon: Send, colour: 'text-channel-telegram' },
  'web-chat': { icon: Globe, colour: 'text-channel-web' },
};
const unknown: ChannelLook = { icon: MessageCircle, colour: 'text-channel-other' };

/** How the interface shows a kind of channel; a newer server may host kinds that this interface does not know. */
export const channelLook = (kind: string): ChannelLook =>
  Object.hasOwn(looks, kind) ? looks[kind as ChannelKindName] : unknown;

/** An open channel always works; another one works once an account is connected. */
export const needsAccount = (kind: string): boolean => findChannelKind(kind)?.access !== 'open';
