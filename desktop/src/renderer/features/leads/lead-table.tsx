import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnePane } from '../../base/use-media.ts';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment, formatMoney } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ConflictSign } from '../../parts/conflicts/conflict-sign.tsx';
import { ScoreBar } from '../../parts/lead/score-bar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { useRows } from '../../ui/layout/use-rows.ts';
import { itemAt, type ListWindow, rowCount } from '../../workspace/live/list-window.ts';
import { type LeadColumn, type LeadRow, type LeadView, leadColumns } from './lead-rows.ts';
import { StageMark } from './stage-mark.tsx';

type LeadTableProps = {
  readonly rows: ListWindow<LeadRow>;
  /** The total number, once it is known. */
  readonly total: number | undefined;
  readonly view: LeadView;
  readonly onView: (view: LeadView) => void;
  /** Receives the index of the first visible row. */
  readonly onFirstShown: (place: number) => void;
};

const WIDE_ROW = 36;
const TALL_ROW = 60;
const narrowColumns = 'grid grid-cols-[minmax(0,1fr)_auto_auto] content-center gap-x-3 gap-y-0.5 px-4';
const columns = 'grid grid-cols-[minmax(180px,5fr)_120px_96px_minmax(120px,6fr)_112px_96px] items-center gap-x-4 px-4';

/** The table of leads; only visible rows are rendered. */
export const LeadTable = ({ rows, total, view, onView, onFirstShown }: LeadTableProps) => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  const now = useNow();
  const { scroller, virtualizer, firstShown } = useRows({
    count: rowCount(rows, total),
    rowHeight: onePane ? TALL_ROW : WIDE_ROW,
    list: view,
  });
  useEffect(() => onFirstShown(firstShown), [onFirstShown, firstShown]);
  return (
    <Scroller ref={scroller} aria-label={t('leads.title')} className="flex-1 overflow-x-auto">
      <table aria-rowcount={total === undefined ? -1 : total + 1} className="block">
        {!onePane && <Headings view={view} onView={onView} />}
        <tbody className="relative block panes:min-w-[840px]" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = itemAt(rows, item.index);
            if (!row) return null;
            return (
              <tr
                key={row.lead.id}
                aria-rowindex={item.index + 2}
                className={classNames(
                  onePane ? narrowColumns : columns,
                  'absolute inset-x-0 top-0 border-b border-line hover:bg-surface-2',
                )}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {onePane ? <NarrowRow row={row} now={now} /> : <WideRow row={row} now={now} />}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroller>
  );
};

const Headings = ({ view, onView }: Pick<LeadTableProps, 'view' | 'onView'>) => {
  const { t } = useTranslation();
  const Arrow = view.descending ? ArrowDown : ArrowUp;
  const sortBy = (sort: LeadColumn): void =>
    onView({ ...view, sort, descending: view.sort === sort ? !view.descending : sort !== 'title' && sort !== 'need' });
  return (
    <thead className="sticky top-0 z-10 block min-w-[840px] border-b border-line bg-surface">
      <tr aria-rowindex={1} className={classNames(columns, 'h-8')}>
        {leadColumns.map((column) => (
          <th
            key={column}
            scope="col"
            aria-sort={view.sort === column ? (view.descending ? 'descending' : 'ascending') : 'none'}
            className={isRight(column) ? 'text-right' : 'text-left'}
          >
            <button
              type="button"
              title={t('leads.sort', { column: t(`leads.column.${column}`) })}
              onClick={() => sortBy(column)}
              className="inline-flex max-w-full items-center gap-1 rounded-control text-12 font-medium text-muted hover:text-text"
            >
              <span className="truncate">{t(`leads.column.${column}`)}</span>
              {view.sort === column && <Arrow size={12} aria-hidden className="shrink-0" />}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
};

const isRight = (column: LeadColumn): boolean => column === 'amount' || column === 'updated';

type RowProps = { readonly row: LeadRow; readonly now: number };

const NameLink = ({ row }: { readonly row: LeadRow }) => {
  const { t } = useTranslation();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to="/contacts/$contactId"
        params={{ contactId: row.lead.contactId }}
        title={[row.name, row.company].filter(Boolean).join(' · ')}
        className="block min-w-0 truncate font-medium outline-offset-0 after:absolute after:inset-0"
      >
        {row.name || t('contacts.unnamed')}
        {row.company && <span className="font-normal text-muted"> · {row.company}</span>}
      </Link>
      <ConflictSign document={row.lead} />
    </span>
  );
};

const Amount = ({ row }: { readonly row: LeadRow }) => {
  const language = useLanguage();
  const { amount, currency } = row.lead;
  return amount === undefined ? null : <span className="numbers">{formatMoney(amount, currency, language)}</span>;
};

const Changed = ({ row, now }: RowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const at = row.lead.updatedAt;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFull(at, language)} className="text-12 text-faint">
      {formatMoment({ at, now, language }, t)}
    </time>
  );
};

const WideRow = ({ row, now }: RowProps) => (
  <>
    <td className="min-w-0">
      <NameLink row={row} />
    </td>
    <td className="min-w-0">
      <StageMark stage={row.lead.stage} />
    </td>
    <td>
      <ScoreBar score={row.lead.score} />
    </td>
    <td className="truncate text-muted" title={row.lead.bant.need}>
      {row.lead.bant.need}
    </td>
    <td className="truncate text-right">
      <Amount row={row} />
    </td>
    <td className="text-right">
      <Changed row={row} now={now} />
    </td>
  </>
);

const NarrowRow = ({ row, now }: RowProps) => (
  <>
    <td className="col-span-2 min-w-0">
      <NameLink row={row} />
    </td>
    <td className="text-right">
      <Changed row={row} now={now} />
    </td>
    <td className="min-w-0 text-muted">
      <StageMark stage={row.lead.stage} />
    </td>
    <td className="truncate text-right">
      <Amount row={row} />
    </td>
    <td>
      <ScoreBar score={row.lead.score} />
    </td>
  </>
);
