import type { Judgement } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { QueryQuality } from '@inbetwin/shared/search/evaluation/evaluate-ranking.ts';
import { latestMarks } from '../marking/grades.ts';
import type { Run } from './evaluation.ts';

/** A judged query as listed. */
export type QueryRow = {
  readonly judgement: Judgement;
  readonly marks: number;
  /** The number of marks that grade a passage as an answer, fully or partly. */
  readonly good: number;
  /** Quality in the last evaluation; undefined if the query was not part of it. */
  readonly quality: QueryQuality | undefined;
};

/** Sorts the worst results first, followed by queries that were not evaluated, newest first. */
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
