import { Globe, MessageCircle, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from './class-names.ts';

const marks = {
  telegram: { icon: Send, colour: 'text-channel-telegram' },
  web: { icon: Globe, colour: 'text-channel-web' },
} as const;

const isKnown = (channel: string): channel is keyof typeof marks => channel in marks;

export const useChannelName = (): ((channel: string) => string) => {
  const { t } = useTranslation();
  return (channel) => (isKnown(channel) ? t(`channel.${channel}`) : t('channel.other', { name: channel }));
};

/** The channel's shape and hue; its name is read aloud unless it is written beside. */
export const ChannelMark = ({ channel, named = false }: { readonly channel: string; readonly named?: boolean }) => {
  const name = useChannelName()(channel);
  const { icon: Icon, colour } = isKnown(channel)
    ? marks[channel]
    : { icon: MessageCircle, colour: 'text-channel-other' };
  return (
    <span className={classNames('inline-flex shrink-0 items-center gap-1', colour)} title={named ? undefined : name}>
      <Icon size={12} aria-hidden />
      <span className={named ? 'text-12' : 'sr-only'}>{name}</span>
    </span>
  );
};
