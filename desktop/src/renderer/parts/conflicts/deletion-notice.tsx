import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { Conflict } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useWhoWhen } from './use-who-when.ts';

type DeletionNoticeProps = {
  readonly collection: ReplicatedCollection;
  readonly document: { readonly id: string };
  readonly deletion: Conflict;
  readonly onChoose: (conflictId?: string) => void;
};

/** Explains that somebody deleted a record while somebody else changed it, and lets a person decide whether it stays. */
export const DeletionNotice = ({ collection, document, deletion, onChoose }: DeletionNoticeProps) => {
  const { t } = useTranslation();
  const { team } = useSession();
  const mayDelete = team !== undefined && rightsTo(collection, document).delete.includes(team.role);
  const whoWhen = useWhoWhen()(deletion);
  return (
    <Notice tone="caution" title={t('sync.choice.deletionTitle')}>
      <p>{t('sync.choice.deletion', whoWhen)}</p>
      <div className="flex flex-wrap gap-2 pt-2">
        <Button onClick={() => onChoose()} className="max-panes:min-h-10">
          {t('sync.choice.keepRecord')}
        </Button>
        {mayDelete && (
          <Button look="quiet" onClick={() => onChoose(deletion.id)} className="max-panes:min-h-10">
            {t('sync.choice.deleteRecord')}
          </Button>
        )}
      </div>
    </Notice>
  );
};
