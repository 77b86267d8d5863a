import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { OtherDrafts } from '../../parts/device/other-drafts.tsx';
import { OpeningState } from '../../parts/sync/opening-state.tsx';
import { useOpening } from '../../parts/sync/use-opening.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { useDraft } from '../../workspace/acts/drafts.ts';

/** Shown for a conversation that is not on this device while it is looked for on the server, with the reply that was being written in it here. */
export const MissingConversation = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const opening = useOpening('conversations', id);
  return (
    <Screen title={t('inbox.title')}>
      <OpeningState {...opening} missing={t('inbox.missing')}>
        <UnsentReply conversationId={id} />
        <Link to="/inbox" className={buttonClass('primary')}>
          {t('inbox.empty.showAll')}
        </Link>
      </OpeningState>
    </Screen>
  );
};

const UnsentReply = ({ conversationId }: { readonly conversationId: string }) => {
  const { t } = useTranslation();
  const heading = useId();
  const draft = useDraft(conversationId);
  const discard = (): void => {
    draft.write('');
    toast(t('inbox.reply.discarded'), {
      action: { label: t('action.undo'), onClick: () => draft.write(draft.text) },
    });
  };
  if (draft.text === '' && draft.others.length === 0) return null;
  return (
    <section
      aria-labelledby={heading}
      className="w-full max-w-md rounded-card border border-line p-4 text-left text-14"
    >
      <h2 id={heading} className="text-12 text-muted">
        {t('inbox.reply.unsent')}
      </h2>
      <OtherDrafts draft={draft} />
      {draft.text !== '' && (
        <>
          <p className="max-h-60 overflow-y-auto py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">{draft.text}</p>
          <div className="-ml-3 flex flex-wrap gap-2">
            <CopyButton label={t('action.copy')} text={draft.text} />
            <Button look="quiet" onClick={discard}>
              {t('inbox.reply.discard')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
};
