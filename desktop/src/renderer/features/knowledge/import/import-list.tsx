import { CircleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TableChoiceRow } from '../table-choice-row.tsx';
import { useImportError } from './format-words.ts';
import type { ImportItem } from './import-items.ts';
import { importQueue, useImportItems } from './import-queue.ts';

/** The files that are being imported, and those that could not be. */
export const ImportList = () => {
  const items = useImportItems();
  if (items.length === 0) return null;
  return (
    <ul aria-live="polite" className="flex flex-col gap-2">
      {items.map((item) => (
        <ImportRow key={item.key} item={item} />
      ))}
    </ul>
  );
};

const ImportRow = ({ item }: { readonly item: ImportItem }) => {
  const { t } = useTranslation();
  if (item.state === 'failed') return <FailedRow item={item} />;
  if (item.state === 'asking') return <TableChoiceRow item={item} />;
  const isWaiting = item.state === 'waiting';
  const progress = isWaiting ? undefined : item.progress;
  const words = isWaiting ? t('knowledge.queued') : t('knowledge.importing', { name: item.name });
  return (
    <li className="flex items-center gap-3 rounded-card bg-surface-2 py-2 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p className="truncate">
          {isWaiting ? `${item.name} · ${words}` : words}
          {progress && (
            <span className="numbers text-12 text-muted"> {t('knowledge.passages', { count: progress.passages })}</span>
          )}
        </p>
        {!isWaiting && <progress aria-label={words} value={progress?.share} className="h-1 w-full accent-accent" />}
      </div>
      <IconButton
        icon={X}
        label={t('knowledge.cancelImport', { name: item.name })}
        onClick={() => importQueue.cancel(item.key)}
      />
    </li>
  );
};

const FailedRow = ({ item }: { readonly item: ImportItem & { readonly state: 'failed' } }) => {
  const { t } = useTranslation();
  const errorWords = useImportError();
  return (
    <li className="flex items-start gap-3 rounded-card bg-danger-soft py-2 pr-2 pl-4">
      <CircleAlert size={16} aria-hidden className="mt-2 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 py-1.5 [overflow-wrap:anywhere]">
        <p className="font-medium text-danger">{t('knowledge.importFailed', { name: item.name })}</p>
        <p>
          {errorWords(item.code)} <span className="font-mono text-12 text-muted">{item.code}</span>
        </p>
      </div>
      <IconButton icon={X} label={t('knowledge.dismiss')} onClick={() => importQueue.drop(item.key)} />
    </li>
  );
};
