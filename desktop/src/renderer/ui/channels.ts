import { type ChannelKindName, findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { Globe, type LucideIcon, MessageCircle, Send } from 'lucide-react';

type ChannelLook = { readonly icon: LucideIcon; readonly color: string };

const looks: Readonly<Record<ChannelKindName, ChannelLook>> = {
  telegram: { icon: Send, color: 'text-channel-telegram' },
  'web-chat': { icon: Globe, color: 'text-channel-web' },
};
const unknown: ChannelLook = { icon: MessageCircle, color: 'text-channel-other' };

/** The icon and color of a kind of channel; kinds that this interface does not know get a generic look. */
export const channelLook = (kind: string): ChannelLook =>
  Object.hasOwn(looks, kind) ? looks[kind as ChannelKindName] : unknown;

/** Whether an account must be connected before the channel works; open channels always work. */
export const needsAccount = (kind: string): boolean => findChannelKind(kind)?.access !== 'open';
