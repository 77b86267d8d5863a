import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { chatUrl } from '../../../parts/conversation/chat-url.ts';
import { NeedsServer } from '../../../parts/sync/needs-server.tsx';
import { useSession } from '../../../session/session.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { ChannelMark } from '../../../ui/channel-mark.tsx';
import { useChannelWords } from '../../../ui/channel-words.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { type SettingOfKind, useSettings } from '../../../workspace/live/settings-of-kind.ts';
import { useTeamSetting } from '../../../workspace/live/use-team-setting.ts';
import { SettingRow } from '../setting-row.tsx';
import { ChannelRow } from './channel-row.tsx';
import { ConnectChannels } from './connect-channels.tsx';
import { useWebhookUrls } from './use-webhook-urls.ts';

export const ChannelsSection = () => {
  const { t } = useTranslation();
  const { isLocal } = useSession();
  if (!isLocal) return <TeamChannels />;
  return (
    <div id="channels">
      <Section title={t('settings.section.channels')}>
        <NeedsServer why={t('local.needs.channels')} />
      </Section>
    </div>
  );
};

const TeamChannels = () => {
  const { t } = useTranslation();
  const { team } = useSession();
  const settings = useSettings('channel');
  const channels = settings?.filter(isConnected) ?? [];
  const isAdmin = team !== undefined && mayAdminister(team.role);
  const webhookUrls = useWebhookUrls(isAdmin ? channels : []);
  return (
    <div id="channels">
      <Section title={t('settings.section.channels')}>
        <p className="text-muted">{channels.length > 0 ? t('settings.channels.hint') : t('settings.channels.empty')}</p>
        <WebChat />
        <ul>
          {channels.map(({ id, value: channel }) => (
            <ChannelRow key={id} id={id} channel={channel} mayDisconnect={isAdmin} webhookUrl={webhookUrls.get(id)} />
          ))}
        </ul>
        {isAdmin ? <ConnectChannels /> : <p className="text-muted">{t('settings.channels.adminOnly')}</p>}
      </Section>
    </div>
  );
};

const isConnected = ({ value }: SettingOfKind<'channel'>): boolean => value.state !== 'disconnected';

const WebChat = () => {
  const { t } = useTranslation();
  const { nameOf, helpOf } = useChannelWords();
  const { team: sessionTeam, server } = useSession();
  const team = useTeamSetting();
  const slug = team?.slug ?? sessionTeam?.slug;
  if (slug === undefined) return null;
  const url = chatUrl(slug, server);
  return (
    <SettingRow
      label={
        <span className="flex items-center gap-2">
          <span aria-hidden className="grid">
            <ChannelMark channel={webChatKind.kind} />
          </span>
          {nameOf(webChatKind.kind)}
        </span>
      }
      hint={helpOf(webChatKind.kind)}
    >
      <div className="flex flex-wrap gap-2">
        <CopyButton label={t('settings.channels.copyLink')} text={url} />
        <a href={url} target="_blank" rel="noreferrer" className={buttonClass('plain')}>
          {t('settings.channels.openChat')}
          <ExternalLink size={14} aria-hidden />
        </a>
      </div>
    </SettingRow>
  );
};
