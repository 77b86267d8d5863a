import { Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { choicesOf, type Synced } from './conflicts.ts';

/** Marks a record in a list that has conflicting values; they are resolved where the record is open. */
export const ConflictSign = ({ document }: { readonly document: Synced }) => {
  const { t } = useTranslation();
  const count = document.conflicts?.length ? choicesOf(document).length : 0;
  if (count === 0) return null;
  const words = t('sync.mark.record', { count });
  return (
    <span title={words} className="inline-flex shrink-0 items-center gap-1 text-12 text-caution">
      <Split size={12} aria-hidden />
      <span className="sr-only">{words}</span>
      {count > 1 && (
        <span aria-hidden className="numbers">
          {count}
        </span>
      )}
    </span>
  );
};
