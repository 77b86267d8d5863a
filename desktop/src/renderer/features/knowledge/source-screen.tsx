import type { Source } from '@inbetwin/shared/entities/source.ts';
import { TITLE_SEPARATOR } from '@inbetwin/shared/text/title-path.ts';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Pencil, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoBack } from '../../base/use-go-back.ts';
import { RecordConflicts } from '../../parts/conflicts/record-conflicts.tsx';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { useLive } from '../../workspace/live/use-live.ts';
import { DetailsPanel } from './details-panel.tsx';
import { OriginalFile } from './original-file.tsx';
import { ValidityMark } from './validity-mark.tsx';

const PAGE = 100;

/** A source as agents read it: its passages in order, with the cited one marked. */
export const SourceScreen = () => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const { sourceId } = useParams({ from: '/knowledge/$sourceId' });
  const { passage } = useSearch({ from: '/knowledge/$sourceId' });
  const goBack = useGoBack('/knowledge');
  const source = useDocument('sources', sourceId);
  const [isEditing, setIsEditing] = useState(false);
  if (source === undefined) return <div className="h-full bg-surface" />;
  if (source === null) {
    return (
      <Screen title={t('nav.knowledge')}>
        <EmptyState icon={SearchX} text={emptyWords(t('knowledge.missing'))}>
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
        <span className="numbers shrink-0 text-muted max-panes:hidden">
          {t('knowledge.passages', { count: source.passageCount })}
        </span>
        <Button onClick={() => setIsEditing(true)} disabled={source.state !== 'ready'}>
          <Pencil size={16} aria-hidden />
          {t('knowledge.edit')}
        </Button>
      </header>
      <SourceFacts source={source} />
      <OriginalFile key={source.digest} source={source} />
      <RecordConflicts collection="sources" document={source} className="border-b border-line px-4 py-2" />
      <Passages key={sourceId} source={source} cited={passage} />
      {isEditing && <DetailsPanel source={source} onClose={() => setIsEditing(false)} />}
    </div>
  );
};

/** The source's product and validity, if known. */
const SourceFacts = ({ source }: { readonly source: Source }) => {
  const isDated = source.validFrom !== undefined || source.validUntil !== undefined;
  if (source.product === undefined && !isDated) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-13">
      {source.product && <span className="[overflow-wrap:anywhere]">{source.product}</span>}
      <ValidityMark details={source} />
    </p>
  );
};

type PassagesProps = { readonly source: Source; readonly cited: string | undefined };

const Passages = ({ source, cited }: PassagesProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
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
  if (passages?.length === 0) return <EmptyState icon={SearchX} text={emptyWords(t('knowledge.noText'))} />;
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

/** The passage's place within the source, without the source's title, which is shown above it. */
const sectionOf = (title: string, material: string): string =>
  title.startsWith(material + TITLE_SEPARATOR) ? title.slice(material.length + TITLE_SEPARATOR.length) : title;
