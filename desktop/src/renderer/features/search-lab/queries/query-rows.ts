import type { Judgement } from '@inbetwin/shared/entities/judgement.ts';
import type { QueryQuality } from '@inbetwin/shared/search/evaluation/evaluate-ranking.ts';
import { latestMarks } from '../marking/grades.ts';
import type { Run } from './evaluation.ts';

export type QueryRow = {
  readonly judgement: Judgement;
  readonly marks: number;
  /** Marks of what answers the query, in part too. */
  readonly good: number;
  /** By the last run; undefined when it was not in it. */
  readonly quality: QueryQuality | undefined;
};

/** The worst first, for that is where there is something to do; behind them what was not measured, newest first. */
export const rowsOf = (judgements: readonly Judgement[], run: Run | undefined): readonly QueryRow[] => {
  const qualities = new Map(run?.queries.map((quality) => [quality.id, quality]));
  return judgements
    .map((judgement): QueryRow => {
      const marks = latestMarks(judgement);
      return {
        judgement,
        marks: marks.length,
        good: marks.filter(({ grade }) => grade > 0).length,
        quality: qualities.get(judgement.id),
      };
    })
    .toSorted((a, b) => badness(a) - badness(b) || b.judgement.updatedAt - a.judgement.updatedAt);
};

const badness = ({ quality }: QueryRow): number => quality?.ndcg10 ?? 2;
