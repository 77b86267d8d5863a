import type { Source } from '@inbetwin/shared/entities/source.ts';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../app/use-documents.ts';
import { useGoBack } from '../../app/use-go-back.ts';
import { useLive } from '../../database/use-live.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Scroller } from '../../ui/scroller.tsx';

const PAGE = 100;
const BELOW = ' › ';

/** One material as agents read it: its passages in order, the cited one marked. */
export const SourceScreen = () => {
  const { t } = useTranslation();
  const { sourceId } = useParams({ from: '/knowledge/$sourceId' });
  const { passage } = useSearch({ from: '/knowledge/$sourceId' });
  const goBack = useGoBack('/knowledge');
  const source = useDocument('sources', sourceId);
  if (source === undefined) return <div className="h-full bg-surface" />;
  if (source === null) {
    return (
      <Screen title={t('nav.knowledge')}>
        <EmptyState icon={SearchX} text={t('knowledge.missing')}>
          <Link to="/knowledge" className={buttonClass('primary')}>
            {t('nav.knowledge')}
          </Link>
        </EmptyState>
      </Screen>
    );
  }
  return (
    <div className="flex h-full flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:pl-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
        <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{source.title}</h1>
        <span className="numbers shrink-0 text-muted">{t('knowledge.passages', { count: source.passageCount })}</span>
      </header>
      <Passages key={sourceId} source={source} cited={passage} />
    </div>
  );
};

type PassagesProps = { readonly source: Source; readonly cited: string | undefined };

const Passages = ({ source, cited }: PassagesProps) => {
  const { t } = useTranslation();
  const sourceId = source.id;
  const [limit, setLimit] = useState(PAGE);
  const passages = useLive(
    ({ collections }) => collections.passages.find({ selector: { sourceId }, sort: [{ position: 'asc' }] }),
    [sourceId],
  );
  const citedAt = passages?.findIndex(({ id }) => id === cited) ?? -1;
  const shown = passages?.slice(0, Math.max(limit, citedAt + PAGE)) ?? [];
  const isFound = citedAt >= 0;
  useEffect(() => {
    if (isFound) document.getElementById(`passage-${cited}`)?.scrollIntoView({ block: 'center' });
  }, [cited, isFound]);
  if (passages?.length === 0) return <EmptyState icon={SearchX} text={t('knowledge.noText')} />;
  return (
    <Scroller aria-label={t('knowledge.text')} className="flex-1">
      <ol className="mx-auto max-w-3xl p-6 max-panes:p-4">
        {shown.map((passage) => (
          <li
            key={passage.id}
            id={`passage-${passage.id}`}
            aria-current={passage.id === cited ? 'true' : undefined}
            className={classNames(
              'rounded-card px-3 py-3 text-14',
              passage.id === cited && 'flash border-l-2 border-accent bg-accent-soft',
            )}
          >
            {passage.title !== source.title && (
              <h2 className="pb-0.5 text-13 font-semibold [overflow-wrap:anywhere]">
                {sectionOf(passage.title, source.title)}
              </h2>
            )}
            {passage.question && <p className="font-medium [overflow-wrap:anywhere]">{passage.question}</p>}
            <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">{passage.text}</p>
          </li>
        ))}
      </ol>
      {passages && shown.length < passages.length && (
        <div className="flex justify-center pb-6">
          <Button onClick={() => setLimit(shown.length + PAGE)}>{t('action.more')}</Button>
        </div>
      )}
    </Scroller>
  );
};

/** Where in the material a passage stands, without the material's own name that is above it already. */
const sectionOf = (title: string, material: string): string =>
  title.startsWith(material + BELOW) ? title.slice(material.length + BELOW.length) : title;
