import { useChannelWords } from './channel-words.ts';
import { channelLook } from './channels.ts';
import { classNames } from './class-names.ts';

/** The channel's shape and hue; its name is read aloud unless it is written beside. */
export const ChannelMark = ({ channel, named = false }: { readonly channel: string; readonly named?: boolean }) => {
  const name = useChannelWords().nameOf(channel);
  const { icon: Icon, colour } = channelLook(channel);
  return (
    <span
      className={classNames('inline-flex items-center gap-1', named ? 'min-w-0' : 'shrink-0', colour)}
      title={named ? undefined : name}
    >
      <Icon size={12} aria-hidden className="shrink-0" />
      <span className={named ? 'truncate text-12' : 'sr-only'}>{name}</span>
    </span>
  );
};
