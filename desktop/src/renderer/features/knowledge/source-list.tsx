import type { Source } from '@inbetwin/shared/entities/source.ts';
import { Link } from '@tanstack/react-router';
import { BookOpen, CircleAlert, CircleCheck, type LucideIcon, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { useFormatNames } from './import/format-words.ts';
import { useRemovals } from './removals.ts';
import { useRemoveSource } from './use-remove-source.ts';
import { ValidityMark } from './validity-mark.tsx';

type SourceListProps = { readonly sources: readonly Source[] | undefined; readonly onAdd: () => void };

export const SourceList = ({ sources, onAdd }: SourceListProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const formats = useFormatNames();
  const removing = useRemovals();
  const shown = sources?.filter(({ id }) => !removing.has(id));
  if (shown?.length === 0) {
    return (
      <EmptyState icon={BookOpen} text={emptyWords(t('knowledge.empty'))}>
        <Button look="primary" onClick={onAdd}>
          {t('knowledge.add')}
        </Button>
        <p className="text-12 text-muted">{formats}</p>
      </EmptyState>
    );
  }
  return (
    <>
      <p className="text-muted">{t('knowledge.hint')}</p>
      <ul aria-label={t('knowledge.sources')}>
        {shown?.map((source) => (
          <SourceRow key={source.id} source={source} />
        ))}
      </ul>
    </>
  );
};

const states: Record<Source['state'], { readonly icon: LucideIcon; readonly ink: string }> = {
  indexing: { icon: RefreshCw, ink: 'text-muted' },
  ready: { icon: CircleCheck, ink: 'text-positive' },
  failed: { icon: CircleAlert, ink: 'text-danger' },
};

const SourceRow = ({ source }: { readonly source: Source }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const remove = useRemoveSource();
  const { icon: Icon, ink } = states[source.state];
  return (
    <li className="relative flex items-start gap-2 border-b border-line py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <Link
          to="/knowledge/$sourceId"
          params={{ sourceId: source.id }}
          className="block truncate text-14 font-medium hover:underline"
        >
          {source.title}
        </Link>
        <p className="flex flex-wrap items-center gap-x-3 text-12 text-muted">
          <span className={classNames('inline-flex items-center gap-1', ink)}>
            <Icon size={12} aria-hidden />
            {t(`knowledge.state.${source.state}`)}
          </span>
          <span className="numbers">{t('knowledge.passages', { count: source.passageCount })}</span>
          {source.product && <span className="max-w-60 truncate">{source.product}</span>}
          <ValidityMark details={source} />
          {source.fileName && <span className="max-w-60 truncate max-panes:hidden">{source.fileName}</span>}
          <time dateTime={new Date(source.updatedAt).toISOString()} title={formatFull(source.updatedAt, language)}>
            {formatMoment({ at: source.updatedAt, now, language }, t)}
          </time>
          {source.demo && <span>{t('knowledge.demo')}</span>}
        </p>
        {source.error && (
          <p className="text-12 text-danger [overflow-wrap:anywhere]">
            {wordFor('knowledge.error', source.error.code) ?? source.error.message}{' '}
            <span className="font-mono">{source.error.code}</span>
          </p>
        )}
        <SourceWarnings source={source} />
      </div>
      <IconButton
        icon={Trash2}
        label={t('knowledge.removeOne', { name: source.title })}
        onClick={() => remove(source)}
      />
    </li>
  );
};

const SourceWarnings = ({ source }: { readonly source: Source }) => {
  const { t } = useTranslation();
  if (source.warnings.length === 0) return null;
  return (
    <details className="text-12">
      <summary className="w-fit text-caution">{t('knowledge.warnings', { count: source.warnings.length })}</summary>
      <ul className="py-1 text-muted">
        {source.warnings.map(({ line, message }) => (
          <li key={`${line}:${message}`} className="[overflow-wrap:anywhere]">
            {t('knowledge.line', { line, message })}
          </li>
        ))}
      </ul>
    </details>
  );
};
