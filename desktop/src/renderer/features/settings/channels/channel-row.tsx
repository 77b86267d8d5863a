import { findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import type { ChannelSetting } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import { CircleCheck, CircleOff, CircleX, type LucideIcon, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useNow } from '../../../base/use-now.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { wordFor } from '../../../i18n/i18n.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { callServer } from '../../../session/call-server.ts';
import { Button } from '../../../ui/button.tsx';
import { ChannelMark } from '../../../ui/channel-mark.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { FollowUpTemplate } from './follow-up-template.tsx';
import { leaveFor } from './leave-for.ts';

/** The platform requires an administrator to sign in again. */
const SIGNED_OUT: ErrorCode = 'channel.signed_out';

const looks: Record<ChannelSetting['state'], { readonly icon: LucideIcon; readonly ink: string }> = {
  connected: { icon: CircleCheck, ink: 'text-positive' },
  connecting: { icon: RefreshCw, ink: 'text-muted' },
  failing: { icon: CircleX, ink: 'text-danger' },
  disconnected: { icon: CircleOff, ink: 'text-muted' },
};

type ChannelRowProps = {
  readonly id: string;
  readonly channel: ChannelSetting;
  readonly mayDisconnect: boolean;
  /** The URL at which the platform calls the server; shown only to administrators. */
  readonly webhookUrl: string | undefined;
};

export const ChannelRow = ({ id, channel, mayDisconnect, webhookUrl }: ChannelRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const [isAsking, setIsAsking] = useState(false);
  const { icon: Icon, ink } = looks[channel.state];

  const connectAgain = async (): Promise<void> => {
    try {
      leaveFor((await callServer(channelRoutes.reauthorizeChannel, { params: { id } })).url);
    } catch (error) {
      reportFailure(error);
    }
  };
  const disconnect = async (): Promise<void> => {
    try {
      await callServer(channelRoutes.disconnectChannel, { params: { id } });
      toast(t('settings.channels.disconnected', { name: channel.name }));
    } catch (error) {
      reportFailure(error);
    }
  };

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2 last:border-0">
      <div className="min-w-48 flex-1">
        <p className="flex items-center gap-2 [overflow-wrap:anywhere]">
          <ChannelMark channel={channel.channel} />
          {channel.name}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
          <span className={classNames('inline-flex items-center gap-1', ink)}>
            <Icon size={12} aria-hidden />
            {t(`settings.channels.state.${channel.state}`)}
          </span>
          <span>
            {t('settings.channels.checked', { time: formatMoment({ at: channel.checkedAt, now, language }, t) })}
          </span>
        </p>
        {channel.reason && (
          <p className="text-12 text-danger [overflow-wrap:anywhere]">
            {wordFor('settings.channels.error', channel.reason.code) ?? channel.reason.message}{' '}
            <span className="font-mono">{channel.reason.code}</span>
          </p>
        )}
      </div>
      {mayDisconnect && findChannelKind(channel.channel)?.capabilities.templates && <FollowUpTemplate {...channel} />}
      {webhookUrl !== undefined && (
        <p className="order-last flex w-full flex-wrap items-center gap-x-2 text-12 text-muted">
          {t('settings.channels.webhook')}
          <code className="min-w-0 flex-1 truncate font-mono" title={webhookUrl}>
            {webhookUrl}
          </code>
          <CopyButton label={t('settings.channels.copyWebhook')} text={webhookUrl} />
        </p>
      )}
      {mayDisconnect && channel.reason?.code === SIGNED_OUT && (
        <Button
          look="primary"
          aria-label={t('settings.channels.againOne', { name: channel.name })}
          onClick={() => void connectAgain()}
        >
          {t('settings.channels.again')}
        </Button>
      )}
      {mayDisconnect && (
        <Button
          aria-label={t('settings.channels.disconnectOne', { name: channel.name })}
          onClick={() => setIsAsking(true)}
        >
          {t('settings.channels.disconnect')}
        </Button>
      )}
      <Confirm
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t('settings.channels.confirmTitle', { name: channel.name })}
        text={<p>{t('settings.channels.confirm')}</p>}
        action={t('settings.channels.disconnect')}
        onConfirm={() => void disconnect()}
      />
    </li>
  );
};
