import type { Judgement, Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { digestText } from '@inbetwin/shared/text/digest-text.ts';
import { useTranslation } from 'react-i18next';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { gradeLooks, latestMarks } from '../marking/grades.ts';
import type { Place } from './find-marked.ts';
import { useMarkedPassages } from './use-marked-passages.ts';

type MissedMarksProps = { readonly judgement: Judgement; readonly results: readonly SearchResult[] };

/** Passages marked for this query that are not among the results: missed by search, or deleted. */
export const MissedMarks = ({ judgement, results }: MissedMarksProps) => {
  const { t } = useTranslation();
  const shown = new Set(results.flatMap(({ joined }) => joined.map(({ text }) => digestText(text))));
  const missed = latestMarks(judgement).filter(({ digest }) => !shown.has(digest));
  const passages = useMarkedPassages(missed);
  if (missed.length === 0 || !passages) return null;
  return (
    <Section title={t('searchLab.judged.missed')}>
      <ul>
        {missed.map((mark) => (
          <MissedRow key={mark.digest} mark={mark} place={passages.get(mark.digest)} />
        ))}
      </ul>
    </Section>
  );
};

type MissedRowProps = { readonly mark: Mark; readonly place: Place | undefined };

const MissedRow = ({ mark, place }: MissedRowProps) => {
  const { t } = useTranslation();
  const { word, icon: Icon, ink } = gradeLooks[mark.grade];
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-3 text-12">
        <span className={classNames('inline-flex items-center gap-1 font-medium', ink)}>
          <Icon size={14} aria-hidden />
          {t(`searchLab.grade.${word}`)}
        </span>
        {place === undefined ? (
          <span className="text-muted">{t('searchLab.judged.gone')}</span>
        ) : (
          <PassageLink sourceId={place.sourceId} passageId={place.id} className="text-muted underline">
            {t('searchLab.judged.ranked')}
          </PassageLink>
        )}
      </p>
      <p className="line-clamp-2 text-muted [overflow-wrap:anywhere]">{mark.quote}</p>
    </li>
  );
};
