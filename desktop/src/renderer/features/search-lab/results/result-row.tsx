import type { Grade, Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { ChevronDown, ChevronRight, Copy, Rows3 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';
import { GradeButtons } from '../marking/grade-buttons.tsx';
import { stemsIn } from './mark-words.ts';
import { MarkedText } from './marked-text.tsx';
import { WhyDetails } from './why-details.tsx';
import { WhyLine } from './why-line.tsx';

type ResultRowProps = {
  readonly result: SearchResult;
  /** The question of a question-answer pair whose answer is the result's text. */
  readonly question: string | undefined;
  /** Starts at 1. */
  readonly rank: number;
  readonly mark: Mark | undefined;
  readonly isOwnMark: boolean;
  readonly isCurrent: boolean;
  readonly mayMark: boolean;
  readonly onFocus: () => void;
  readonly onGrade: (grade: Grade) => void;
};

/** A result with the reasons for its rank and the team's mark. */
export const ResultRow = (props: ResultRowProps) => {
  const { result, question, rank, mark, isOwnMark, isCurrent, mayMark, onFocus, onGrade } = props;
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const stems = stemsIn(result.why);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li
      onFocus={onFocus}
      aria-current={isCurrent ? 'true' : undefined}
      className={classNames(
        'flex flex-col gap-2 border-b border-l-2 border-b-line py-3 pr-1 pl-3 last:border-b-0',
        isCurrent ? 'border-l-accent' : 'border-l-transparent',
      )}
    >
      <button
        type="button"
        data-row={rank}
        aria-expanded={isOpen}
        aria-controls={detailsId}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full items-baseline gap-2 rounded-control text-left"
      >
        <span className="sr-only">{t('searchLab.why.more')}</span>
        <span className="numbers min-w-5 shrink-0 text-right text-14 font-semibold">{rank}</span>
        <span className="min-w-0 flex-1 text-12 text-muted [overflow-wrap:anywhere]">
          <MarkedText text={result.title} stems={stems} />
        </span>
        <Chevron size={16} aria-hidden className="shrink-0 self-center text-muted" />
      </button>
      <div className="flex min-w-0 flex-col gap-2 pl-7 max-panes:pl-0">
        {question !== undefined && (
          <p className="text-14 font-medium [overflow-wrap:anywhere]">
            <MarkedText text={question} stems={stems} />
          </p>
        )}
        <p className={classNames('text-14 [overflow-wrap:anywhere]', !isOpen && 'line-clamp-4')}>
          <MarkedText text={result.text} stems={stems} />
        </p>
        {result.why && <WhyLine why={result.why} />}
        <Company result={result} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <GradeButtons
            label={t('searchLab.grade.label', { title: result.title, rank })}
            grade={mark?.grade}
            showKeys={isCurrent}
            disabled={!mayMark}
            onGrade={onGrade}
          />
          {mark && !isOwnMark && <span className="text-12 text-muted">{t('searchLab.grade.byColleague')}</span>}
        </div>
        <div id={detailsId} hidden={!isOpen}>
          {isOpen && <WhyDetails result={result} stems={stems} />}
        </div>
      </div>
    </li>
  );
};

/** What else the result represents: joined passages and duplicates. */
const Company = ({ result: { joined, duplicates } }: { readonly result: SearchResult }) => {
  const { t } = useTranslation();
  const neighbours = joined.length - 1;
  if (neighbours === 0 && duplicates.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-3 text-12 text-muted">
      {neighbours > 0 && (
        <span className="inline-flex items-center gap-1">
          <Rows3 size={12} aria-hidden />
          {t('searchLab.why.joined', { count: neighbours })}
        </span>
      )}
      {duplicates.length > 0 && (
        <span className="inline-flex items-center gap-1">
          <Copy size={12} aria-hidden />
          {t('searchLab.why.duplicates', { count: duplicates.length })}
        </span>
      )}
    </p>
  );
};
