import { type ChannelKindName, connectableKinds } from '@inbetwin/shared/channels/registry.ts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannelWords } from '../../../ui/channel-words.ts';
import { channelLook } from '../../../ui/channels.ts';
import { ConnectChannel } from './connect-channel.tsx';

/** The kinds of channels that can be connected; the form of the chosen one opens below them. */
export const ConnectChannels = () => {
  const { t } = useTranslation();
  const form = useId();
  const [chosen, setChosen] = useState<ChannelKindName>();
  const kind = connectableKinds.find((one) => one.kind === chosen);
  return (
    <div className="flex flex-col gap-2 pt-2">
      <h3 className="font-medium">{t('settings.channels.add')}</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,240px),1fr))] gap-2">
        {connectableKinds.map((one) => (
          <li key={one.kind}>
            <KindButton
              kind={one.kind}
              form={form}
              isChosen={one.kind === chosen}
              onChoose={() => setChosen(one.kind === chosen ? undefined : one.kind)}
            />
          </li>
        ))}
      </ul>
      <div id={form}>
        {kind && <ConnectChannel key={kind.kind} {...kind} onConnected={() => setChosen(undefined)} />}
      </div>
    </div>
  );
};

type KindButtonProps = {
  readonly kind: ChannelKindName;
  /** The id of the element in which the form opens. */
  readonly form: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

const KindButton = ({ kind, form, isChosen, onChoose }: KindButtonProps) => {
  const { nameOf, helpOf } = useChannelWords();
  const { icon: Icon, color } = channelLook(kind);
  return (
    <button
      type="button"
      aria-expanded={isChosen}
      aria-controls={form}
      onClick={onChoose}
      className="flex h-full w-full items-start gap-3 rounded-card border border-line-strong bg-surface px-3 py-2 text-left hover:bg-surface-2 aria-expanded:border-accent aria-expanded:bg-accent-soft"
    >
      <Icon size={20} aria-hidden className="mt-0.5 shrink-0" style={{ color }} />
      <span className="min-w-0">
        <span className="block font-medium">{nameOf(kind)}</span>
        <span className="block text-12 text-muted">{helpOf(kind)}</span>
      </span>
    </button>
  );
};
