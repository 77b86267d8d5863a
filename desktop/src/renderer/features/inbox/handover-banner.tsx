import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/notice.tsx';

type HandoverBannerProps = { readonly handover: NonNullable<Conversation['handover']> };

/** Why the agent handed over, and what a person needs to know before answering. */
export const HandoverBanner = ({ handover }: HandoverBannerProps) => {
  const { t } = useTranslation();
  const reason = wordFor('inbox.handover.reason', handover.reason) ?? t('inbox.handover.reason.other');
  return (
    <div className="shrink-0 px-4 pt-3 max-panes:px-2">
      <Notice tone="caution" title={`${t('inbox.handover.title')}: ${reason}`}>
        <p className="max-h-24 overflow-y-auto whitespace-pre-wrap">{handover.summary}</p>
      </Notice>
    </div>
  );
};
