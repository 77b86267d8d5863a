import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { TemplateForm } from './template-form.tsx';
import { useIsWindowClosed } from './use-window.ts';

type TemplateReplyProps = {
  readonly conversation: Conversation;
  /** How long after the customer's last message the channel accepts free text, in milliseconds. */
  readonly windowMs: number;
  /** Whether the channel sends templates. */
  readonly hasTemplates: boolean;
};

/**
 * Shown when the channel accepts no free text because the customer has not written for too long, with a choice of templates. A person may
 * still send a free text; the server's clock decides, and the delivery state shows the outcome.
 */
export const TemplateReply = ({ conversation, windowMs, hasTemplates }: TemplateReplyProps) => {
  const { t } = useTranslation();
  const isClosed = useIsWindowClosed(conversation, windowMs);
  const [isChoosing, setIsChoosing] = useState(false);
  if (!isClosed) return null;
  return (
    <section aria-label={t('inbox.template.label')} className="mx-auto flex max-w-3xl flex-col gap-2 px-1 py-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-caution">
        <Hourglass size={12} aria-hidden className="shrink-0" />
        <span className="min-w-0 flex-1">
          {t(hasTemplates ? 'inbox.template.closed' : 'inbox.template.closedForAll')}
        </span>
        {hasTemplates && (
          <Button aria-expanded={isChoosing} onClick={() => setIsChoosing(!isChoosing)}>
            {t('inbox.template.choose')}
          </Button>
        )}
      </p>
      {isChoosing && <TemplateForm conversation={conversation} onSent={() => setIsChoosing(false)} />}
    </section>
  );
};
