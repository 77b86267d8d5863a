import { Link } from '@tanstack/react-router';
import { CheckCheck, Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../parts/conversation/filters.ts';
import { JoinButton } from '../../parts/sync/needs-server.tsx';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { useSession } from '../../session/session.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';

export const EmptyInbox = ({ filter }: { readonly filter: InboxFilter }) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const { isLocal } = useSession();
  if (isLocal) {
    return (
      <EmptyState icon={Inbox} text={t('local.needs.inbox')}>
        <JoinButton />
      </EmptyState>
    );
  }
  if (filter === 'all') {
    return (
      <EmptyState icon={Inbox} text={emptyWords(t('inbox.empty.all'))}>
        <Link to="/settings" hash="channels" className={buttonClass('primary')}>
          {t('inbox.empty.allAction')}
        </Link>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={filter === 'needs' ? CheckCheck : Inbox} text={t(`inbox.empty.${filter}`)}>
      <Link to="/inbox" className={buttonClass('plain')}>
        {t('inbox.empty.showAll')}
      </Link>
    </EmptyState>
  );
};
