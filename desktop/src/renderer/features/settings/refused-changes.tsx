import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '../../replication/refused-rows.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** What the server did not take, and why; nothing of it is lost. */
export const RefusedChanges = ({ refused }: { readonly refused: readonly RefusedChange[] }) => {
  const { t } = useTranslation();
  if (refused.length === 0) return <p className="text-muted">{t('settings.sync.refusedNone')}</p>;
  return (
    <>
      <p className="text-muted">{t('settings.sync.refusedHint')}</p>
      <ul>
        {refused.map((change) => (
          <li
            key={`${change.collection}/${change.id}`}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line py-2 last:border-0"
          >
            <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
            <div className="min-w-48 flex-1 [overflow-wrap:anywhere]">
              <p>
                {t(`settings.collection.${change.collection}`)}: {change.reason}
              </p>
              <p className="font-mono text-12 text-muted">
                {change.code} · {change.id}
              </p>
            </div>
            <CopyButton label={t('settings.sync.copyChange')} text={JSON.stringify(change.document, null, 2)} />
          </li>
        ))}
      </ul>
    </>
  );
};
