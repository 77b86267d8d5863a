import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import type { DraftBox } from '../../workspace/acts/drafts.ts';

/** Offers the drafts of other tabs for the same conversation; they are neither lost nor inserted without being asked for. */
export const OtherDrafts = ({ draft: { others, take, dismiss } }: { readonly draft: DraftBox }) => {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  return (
    <ul className="mx-auto flex max-w-3xl flex-col gap-1 pb-1 text-12">
      {others.map((other) => (
        <li key={other.tab} className="flex flex-wrap items-center gap-x-2 rounded-control bg-surface-2 px-3 py-1">
          <span className="text-muted">{other.isOpen ? t('device.draft.open') : t('device.draft.left')}:</span>
          <span className="min-w-32 flex-1 truncate">{other.text}</span>
          <Button look="quiet" onClick={() => take(other)}>
            {t('device.draft.take')}
          </Button>
          <Button look="quiet" onClick={() => dismiss(other)}>
            {t('device.draft.dismiss')}
          </Button>
        </li>
      ))}
    </ul>
  );
};
