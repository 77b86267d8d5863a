import { useChannelWords } from './channel-words.ts';
import { channelLook } from './channels.ts';
import { classNames } from './class-names.ts';

/** The channel's icon in its color; its name is announced to screen readers unless it is written next to it (`named`). */
export const ChannelMark = ({ channel, named = false }: { readonly channel: string; readonly named?: boolean }) => {
  const name = useChannelWords().nameOf(channel);
  const { icon: Icon, color } = channelLook(channel);
  return (
    <span
      className={classNames('inline-flex items-center gap-1', named ? 'min-w-0' : 'shrink-0')}
      style={{ color }}
      title={named ? undefined : name}
    >
      <Icon size={12} aria-hidden className="shrink-0" />
      <span className={named ? 'truncate text-12' : 'sr-only'}>{name}</span>
    </span>
  );
};
