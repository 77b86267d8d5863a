import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/judgement.ts';
import { useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { roleOf, useSession } from '../../../session/session.ts';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { gradePassage, type MarkedPassage, putMarkBack } from './judge.ts';

/** One of this person's marks as it was before. */
type Step = { readonly query: string; readonly passage: MarkedPassage; readonly before: Mark | undefined };

export type Marking = {
  readonly judgement: Judgement | undefined;
  readonly userId: string | undefined;
  /** False: the person's role may only look. */
  readonly mayMark: boolean;
  /** The same grade again takes one's own mark back. */
  readonly mark: (passage: MarkedPassage, grade: Grade) => void;
  /** Undefined when there is nothing to take back. Answers the passage whose mark was changed. */
  readonly undo: (() => MarkedPassage) | undefined;
};

/** The team's marks of one query, and this person's way to change their own. */
export const useMarking = (query: string): Marking => {
  const workspace = useWorkspace();
  const present = useSession();
  const { user } = present;
  const role = roleOf(present);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const judgement = useDocument('judgements', query === '' ? undefined : judgementIdOf(query)) ?? undefined;
  const userId = user?.id;
  const mayMark = userId !== undefined && role !== undefined && may(role, 'judgements', 'change');
  const last = steps.findLast((step) => step.query === query);

  return {
    judgement,
    userId,
    mayMark,
    mark: (passage, grade) => {
      if (!mayMark || userId === undefined || query === '') return;
      gradePassage(workspace, { query, judgement }, { passage, userId, grade, now: Date.now() }).then(
        (before) => setSteps((known) => [...known, { query, passage, before }]),
        reportFailure,
      );
    },
    undo:
      last && userId !== undefined
        ? () => {
            setSteps((known) => known.filter((step) => step !== last));
            putMarkBack(workspace, { query, judgement }, { passage: last.passage, userId, before: last.before }).catch(
              reportFailure,
            );
            return last.passage;
          }
        : undefined,
  };
};
