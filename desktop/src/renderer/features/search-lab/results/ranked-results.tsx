import type { Grade } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { forwardRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { JudgedStrip } from '../marking/judged-strip.tsx';
import { useGrading } from '../marking/use-grading.ts';
import { AgentAnswer } from './agent-answer.tsx';
import { KeyLegend } from './key-legend.tsx';
import { MissedMarks } from './missed-marks.tsx';
import { ResultRow } from './result-row.tsx';
import { useCurrentRow } from './use-current-row.ts';
import type { Asked } from './use-lab-search.ts';

type RankedResultsProps = { readonly asked: Asked; readonly isFiltered: boolean };

/** The results of a query, which can be navigated and marked by keyboard. */
export const RankedResults = forwardRef<HTMLOListElement, RankedResultsProps>(({ asked, isFiltered }, list) => {
  const { t } = useTranslation();
  const { query, results, answer } = asked;
  const row = useCurrentRow(query, results.length);
  const grading = useGrading(query, results);
  const { judgement, mayMark } = grading;
  const passages = useDocuments(
    'passages',
    results.map(({ passageId }) => passageId),
  );
  const gradeCurrent = (grade: Grade) => () => grading.grade(row.current, grade);
  const undo = (): void => row.focus(grading.undo?.() ?? -1);
  useShortcuts({
    next: () => row.focus(Math.min(row.current + 1, results.length - 1)),
    previous: () => row.focus(Math.max(row.current - 1, 0)),
    markRelevant: gradeCurrent(2),
    markPartly: gradeCurrent(1),
    markIrrelevant: gradeCurrent(0),
    undoMark: undo,
  });

  return (
    <>
      <AgentAnswer answer={answer} />
      {judgement && <JudgedStrip key={judgement.id} judgement={judgement} mayWrite={mayMark} />}
      <div className="flex flex-col">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pb-1">
          <p role="status" className="numbers text-muted">
            {results.length > 0 && t('searchLab.found', { count: results.length })}
          </p>
          {results.length > 0 && mayMark && <KeyLegend onUndo={grading.undo && undo} />}
        </div>
        {!mayMark && results.length > 0 && <p className="text-12 text-muted">{t('searchLab.viewer')}</p>}
        {results.length === 0 && (
          <Notice tone="plain" title={t(isFiltered ? 'searchLab.notFoundFiltered' : 'searchLab.notFound')} />
        )}
        <ol ref={list} aria-label={t('searchLab.results')} onKeyDown={row.onArrow}>
          {results.map((result, index) => (
            <ResultRow
              key={result.passageId}
              result={result}
              question={passages?.get(result.passageId)?.question}
              rank={index + 1}
              mark={grading.markAt(index)}
              isOwnMark={grading.isOwnAt(index)}
              isCurrent={index === row.current}
              mayMark={mayMark}
              onFocus={() => row.select(index)}
              onGrade={(chosen) => grading.grade(index, chosen)}
            />
          ))}
        </ol>
        <p aria-live="polite" className="sr-only">
          {grading.said}
        </p>
      </div>
      {judgement && !isFiltered && <MissedMarks judgement={judgement} results={results} />}
    </>
  );
});
RankedResults.displayName = 'RankedResults';
