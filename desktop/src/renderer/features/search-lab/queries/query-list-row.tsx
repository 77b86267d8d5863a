import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { QueryQuality } from '@inbetwin/shared/search/evaluation/evaluate-ranking.ts';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { removeDocument, restoreDocument } from '../../../database/documents/edit-document.ts';
import { formatDecimals } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { roleOf, useSession } from '../../../session/session.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import type { QueryRow } from './query-rows.ts';

/** The height of a row in pixels. */
export const QUERY_ROW_HEIGHT = 56;

/** A judged query with its quality in the last evaluation. */
export const QueryListRow = ({ row: { judgement, good, quality } }: { readonly row: QueryRow }) => {
  const { t } = useTranslation();
  const role = roleOf(useSession());
  const {
    value: { query },
    note,
  } = judgement;
  return (
    <div className="relative flex h-full items-center gap-3 border-b border-line hover:bg-surface-2">
      <div className="min-w-0 flex-1">
        <Link
          to="/knowledge/lab"
          search={{ q: query }}
          className="focus-inset block truncate text-14 font-medium after:absolute after:inset-0"
        >
          {query}
        </Link>
        <p className="numbers flex gap-x-3 text-12 whitespace-nowrap text-muted">
          <span>{t('searchLab.list.good', { count: good })}</span>
          {quality && <FirstPlace quality={quality} />}
          {note !== undefined && <span className="min-w-0 truncate">{note}</span>}
        </p>
      </div>
      {quality ? (
        <Quality value={quality.ndcg10} />
      ) : (
        <span className="shrink-0 text-12 text-muted">{t('searchLab.list.notMeasured')}</span>
      )}
      {role && may(role, 'settings/judgement', 'delete') && <RemoveQuery row={judgement} />}
    </div>
  );
};

const FirstPlace = ({ quality: { mrr10 } }: { readonly quality: QueryQuality }) => {
  const { t } = useTranslation();
  return (
    <span>
      {mrr10 > 0 ? t('searchLab.list.firstAt', { rank: Math.round(1 / mrr10) }) : t('searchLab.list.notInTen')}
    </span>
  );
};

const Quality = ({ value }: { readonly value: number }) => {
  const written = formatDecimals(value, 3, useLanguage());
  return (
    <span role="img" aria-label={`nDCG@10 ${written}`} className="numbers flex shrink-0 items-center gap-2">
      {written}
      <span className="h-1 w-14 overflow-hidden rounded-full bg-line max-panes:hidden">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${value * 100}%` }} />
      </span>
    </span>
  );
};

const RemoveQuery = ({ row }: { readonly row: QueryRow['judgement'] }) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const remove = async (): Promise<void> => {
    await removeDocument(workspace, 'settings', row);
    toast(t('searchLab.list.removed', { query: row.value.query }), {
      action: {
        label: t('action.undo'),
        onClick: () => restoreDocument(workspace, 'settings', row).catch(reportFailure),
      },
    });
  };
  return (
    <IconButton
      icon={Trash2}
      label={t('searchLab.list.remove', { query: row.value.query })}
      className="relative"
      onClick={() => void remove().catch(reportFailure)}
    />
  );
};
