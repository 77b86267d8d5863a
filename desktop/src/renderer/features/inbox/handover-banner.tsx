import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/notice.tsx';

/** About two lines on a phone. */
const SHORT = 120;

type HandoverBannerProps = {
  readonly handover: NonNullable<Conversation['handover']>;
  /** Who answers the customer's next message. */
  readonly by: Conversation['mode'];
};

/** Why the agent handed over, and what a person needs to know before answering. */
export const HandoverBanner = ({ handover, by }: HandoverBannerProps) => {
  const { t } = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const language = useLanguage();
  const now = useNow();
  const reason = wordFor('inbox.handover.reason', handover.reason) ?? t('inbox.handover.reason.other');
  return (
    <div className="shrink-0 px-4 py-3 max-panes:px-2">
      <Notice tone="caution" title={`${t(`inbox.handover.title.${by}`)}: ${reason}`}>
        <p className="pb-1 text-12 text-muted">
          <time dateTime={new Date(handover.at).toISOString()} title={formatFull(handover.at, language)}>
            {formatMoment({ at: handover.at, now, language }, t)}
          </time>
          {' · '}
          {t(`inbox.handover.until.${by}`)}
        </p>
        <p className={classNames('whitespace-pre-wrap', isWhole ? 'max-h-[40dvh] overflow-y-auto' : 'line-clamp-2')}>
          {handover.summary}
        </p>
        {handover.summary.length > SHORT && (
          <button
            type="button"
            aria-expanded={isWhole}
            className="rounded-control text-12 text-accent hover:underline max-panes:min-h-8"
            onClick={() => setIsWhole(!isWhole)}
          >
            {t(isWhole ? 'inbox.handover.less' : 'inbox.handover.more')}
          </button>
        )}
      </Notice>
    </div>
  );
};
