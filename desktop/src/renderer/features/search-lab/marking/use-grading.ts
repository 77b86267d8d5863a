import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gradeLooks, markOf } from './grades.ts';
import type { MarkedPassage } from './judge.ts';
import { useMarking } from './use-marking.ts';

/** Marks results by their position in the list. */
export type Grading = {
  readonly judgement: Judgement | undefined;
  /** False if the person's role is read-only. */
  readonly mayMark: boolean;
  markAt(index: number): Mark | undefined;
  /** Whether the mark is this person's. */
  isOwnAt(index: number): boolean;
  /** Setting the same grade again removes one's own mark. */
  grade(index: number, grade: Grade): void;
  /** Undoes the last change and returns the index of its result, or -1; undefined if there is nothing to undo. */
  readonly undo: (() => number) | undefined;
  /** A description of the last change, for screen readers. */
  readonly said: string;
};

/** The team's marks of a query's results, and functions to change one's own. */
export const useGrading = (query: string, results: readonly MarkedPassage[]): Grading => {
  const { t } = useTranslation();
  const { judgement, userId, mayMark, mark, undo } = useMarking(query);
  const [said, setSaid] = useState('');
  const markAt = (index: number): Mark | undefined => markOf(judgement, results[index]?.text ?? '');
  const wordsFor = (index: number, grade: Grade): string => {
    const rank = index + 1;
    const held = markAt(index);
    if (held?.userId === userId && held?.grade === grade) return t('searchLab.grade.cleared', { rank });
    return t('searchLab.grade.marked', { rank, grade: t(`searchLab.grade.${gradeLooks[grade].word}`) });
  };

  return {
    judgement,
    mayMark,
    markAt,
    isOwnAt: (index) => markAt(index)?.userId === userId,
    grade: (index, grade) => {
      const result = results[index];
      if (!result || !mayMark) return;
      mark(result, grade);
      setSaid(wordsFor(index, grade));
    },
    undo:
      undo &&
      (() => {
        const { passageId } = undo();
        return results.findIndex((result) => result.passageId === passageId);
      }),
    said,
  };
};
