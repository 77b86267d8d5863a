import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { chatUrl } from '../../parts/conversation/chat-url.ts';
import { useSession } from '../../session/session.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { useLive } from '../../workspace/live/use-live.ts';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';

/** Shown while no conversation is selected. If there is none, a new user can write the first message. */
export const ChooseConversation = () => {
  const { t } = useTranslation();
  const { server, isLocal } = useSession();
  const team = useTeamSetting();
  const some = useLive(({ collections }) => collections.conversations.find({ limit: 1 }), []);
  if (some === undefined) return <div className="h-full bg-surface" />;
  if (some.length > 0 || !team) {
    return (
      <div className="h-full bg-surface">
        <EmptyState icon={MessagesSquare} text={t(isLocal ? 'local.needs.conversations' : 'inbox.empty.choose')} />
      </div>
    );
  }
  return (
    <div className="h-full bg-surface">
      <EmptyState icon={MessagesSquare} text={t('inbox.empty.try')}>
        <a href={chatUrl(team.slug, server)} target="_blank" rel="noreferrer" className={buttonClass('plain')}>
          {t('inbox.empty.tryAction')}
        </a>
      </EmptyState>
    </div>
  );
};
