import type { ChannelLook } from '@inbetwin/shared/channels/kind.ts';
import { channelKinds, findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { createLucideIcon, type LucideIcon, MessageCircle } from 'lucide-react';

type ShownLook = { readonly icon: LucideIcon; readonly color: string };

const shown = ({ kind, look }: { readonly kind: string; readonly look: ChannelLook }): ShownLook => ({
  icon: createLucideIcon(
    kind,
    look.icon.map((d) => ['path', { d, key: d }]),
  ),
  color: `light-dark(${look.color.light}, ${look.color.dark})`,
});

const looks = new Map<string, ShownLook>(Object.values(channelKinds).map((kind) => [kind.kind, shown(kind)]));
const unknown: ShownLook = { icon: MessageCircle, color: 'var(--channel-other)' };

/** The icon and color of a kind of channel; kinds that this interface does not know get a generic look. */
export const channelLook = (kind: string): ShownLook => looks.get(kind) ?? unknown;

/** Whether an account must be connected before the channel works; open channels always work. */
export const needsAccount = (kind: string): boolean => findChannelKind(kind)?.access !== 'open';
