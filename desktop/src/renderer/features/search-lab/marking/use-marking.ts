import { may } from '@inbetwin/shared/contracts/rights.ts';
import { isOfKind } from '@inbetwin/shared/entities/setting.ts';
import type { Grade, Judgement, Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { roleOf, useSession } from '../../../session/session.ts';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { gradePassage, type MarkedPassage, putMarkBack } from './judge.ts';

/** One of this person's marks before a change. */
type Step = { readonly query: string; readonly passage: MarkedPassage; readonly before: Mark | undefined };

/** Marking the results of a query. */
export type Marking = {
  readonly judgement: Judgement | undefined;
  readonly userId: string | undefined;
  /** False if the person's role is read-only. */
  readonly mayMark: boolean;
  /** Setting the same grade again removes one's own mark. */
  readonly mark: (passage: MarkedPassage, grade: Grade) => void;
  /** Undoes the last change and returns the passage concerned; undefined if there is nothing to undo. */
  readonly undo: (() => MarkedPassage) | undefined;
};

/** The team's marks of one query, and this person's way to change their own. */
export const useMarking = (query: string): Marking => {
  const workspace = useWorkspace();
  const present = useSession();
  const { user } = present;
  const role = roleOf(present);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const setting = useDocument('settings', query === '' ? undefined : judgementIdOf(query));
  const judgement = setting && isOfKind(setting, 'judgement') ? setting : undefined;
  const userId = user?.id;
  const mayMark = userId !== undefined && role !== undefined && may(role, 'settings/judgement', 'change');
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
