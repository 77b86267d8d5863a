import type { Grade } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { forwardRef, type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../../base/shortcuts.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { gradeLooks, markOf } from '../marking/grades.ts';
import { JudgedStrip } from '../marking/judged-strip.tsx';
import { useMarking } from '../marking/use-marking.ts';
import { AgentAnswer } from './agent-answer.tsx';
import { KeyLegend } from './key-legend.tsx';
import { MissedMarks } from './missed-marks.tsx';
import { ResultRow } from './result-row.tsx';
import type { Asked } from './use-lab-search.ts';

type RankedResultsProps = { readonly asked: Asked; readonly isFiltered: boolean };

/** The results of a query, which can be navigated and marked by keyboard. */
export const RankedResults = forwardRef<HTMLOListElement, RankedResultsProps>(({ asked, isFiltered }, list) => {
  const { t } = useTranslation();
  const { query, results, answer } = asked;
  const marking = useMarking(query);
  const { judgement, userId, mayMark } = marking;
  const passages = useDocuments(
    'passages',
    results.map(({ passageId }) => passageId),
  );
  const [current, setCurrent] = useState(0);
  const [said, setSaid] = useState('');

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its first result
  useEffect(() => setCurrent(0), [query]);

  const focusRow = (index: number): void => {
    if (!results[index]) return;
    setCurrent(index);
    document.querySelector<HTMLElement>(`[data-row="${index + 1}"]`)?.focus();
  };
  const grade = (index: number, chosen: Grade): void => {
    const result = results[index];
    if (!result || !mayMark) return;
    const isTakenBack = isOwnGrade(index, chosen);
    marking.mark(result, chosen);
    const name = t(`searchLab.grade.${gradeLooks[chosen].word}`);
    const rank = index + 1;
    setSaid(isTakenBack ? t('searchLab.grade.cleared', { rank }) : t('searchLab.grade.marked', { rank, grade: name }));
  };
  const isOwnGrade = (index: number, chosen: Grade): boolean => {
    const held = markOf(judgement, results[index]?.text ?? '');
    return held?.userId === userId && held?.grade === chosen;
  };
  const undo = (): void => {
    const passage = marking.undo?.();
    const index = results.findIndex(({ passageId }) => passageId === passage?.passageId);
    if (index >= 0) focusRow(index);
  };

  useShortcuts({
    next: () => focusRow(Math.min(current + 1, results.length - 1)),
    previous: () => focusRow(Math.max(current - 1, 0)),
    markRelevant: () => grade(current, 2),
    markPartly: () => grade(current, 1),
    markIrrelevant: () => grade(current, 0),
    undoMark: undo,
  });
  const onArrow = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    focusRow(current + step);
  };

  return (
    <>
      <AgentAnswer answer={answer} />
      {judgement && <JudgedStrip key={judgement.id} judgement={judgement} mayWrite={mayMark} />}
      <div className="flex flex-col">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pb-1">
          <p role="status" className="numbers text-muted">
            {results.length > 0 && t('searchLab.found', { count: results.length })}
          </p>
          {results.length > 0 && mayMark && <KeyLegend onUndo={marking.undo && undo} />}
        </div>
        {!mayMark && results.length > 0 && <p className="text-12 text-muted">{t('searchLab.viewer')}</p>}
        {results.length === 0 && (
          <Notice tone="plain" title={t(isFiltered ? 'searchLab.notFoundFiltered' : 'searchLab.notFound')} />
        )}
        <ol ref={list} aria-label={t('searchLab.results')} onKeyDown={onArrow}>
          {results.map((result, index) => {
            const mark = markOf(judgement, result.text);
            return (
              <ResultRow
                key={result.passageId}
                result={result}
                question={passages?.get(result.passageId)?.question}
                rank={index + 1}
                mark={mark}
                isOwnMark={mark?.userId === userId}
                isCurrent={index === current}
                mayMark={mayMark}
                onFocus={() => setCurrent(index)}
                onGrade={(chosen) => grade(index, chosen)}
              />
            );
          })}
        </ol>
        <p aria-live="polite" className="sr-only">
          {said}
        </p>
      </div>
      {judgement && !isFiltered && <MissedMarks judgement={judgement} results={results} />}
    </>
  );
});
RankedResults.displayName = 'RankedResults';
