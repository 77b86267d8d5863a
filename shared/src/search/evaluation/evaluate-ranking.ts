import { type Judgements, mean, ndcg, quantile, recall, reciprocalRank } from '../metrics.ts';

const DEPTH = 100;
const FIRST_PAGE = 10;

/** A query with the relevance grades of its passages. */
export type RankingQuery = { readonly id: string; readonly text: string; readonly relevant: Judgements };

/** The queries to evaluate and the ranking to measure. */
export type RankingParts = {
  readonly queries: readonly RankingQuery[];
  /** Returns the ids of the best passages for a text, best first. */
  readonly rank: (text: string, depth: number) => Promise<readonly string[]>;
  /** The number of results that recall considers; 100 by default. */
  readonly depth?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Returns milliseconds. */
  readonly clock?: () => number;
};

/** The measures of one query, each 0 to 1; `mrr10` is 1 / rank of the first relevant passage. */
export type QueryQuality = {
  readonly id: string;
  readonly ndcg10: number;
  readonly recall100: number;
  readonly mrr10: number;
  readonly ms: number;
};

/** Means over the queries, 0 to 1, and the time per query in milliseconds. Without queries the times are NaN. */
export type RankingQuality = {
  readonly ndcg10: number;
  readonly recall100: number;
  readonly mrr10: number;
  readonly p50ms: number;
  readonly p95ms: number;
  readonly queries: readonly QueryQuality[];
};

/** Runs one query after another and measures the results. Rejects with the signal's reason when it is aborted. */
export const evaluateRanking = async (parts: RankingParts): Promise<RankingQuality> => {
  const { queries, rank, depth = DEPTH, onProgress, signal, clock = () => performance.now() } = parts;
  const rows: QueryQuality[] = [];
  for (const { id, text, relevant } of queries) {
    signal?.throwIfAborted();
    const started = clock();
    const ranked = await rank(text, depth);
    const ms = clock() - started;
    rows.push({
      id,
      ndcg10: ndcg(ranked, relevant, FIRST_PAGE),
      recall100: recall(ranked, relevant, depth),
      mrr10: reciprocalRank(ranked, relevant, FIRST_PAGE),
      ms,
    });
    onProgress?.(rows.length, queries.length);
  }
  signal?.throwIfAborted();
  const times = rows.map(({ ms }) => ms);
  return {
    ndcg10: mean(rows.map(({ ndcg10 }) => ndcg10)),
    recall100: mean(rows.map(({ recall100 }) => recall100)),
    mrr10: mean(rows.map(({ mrr10 }) => mrr10)),
    p50ms: quantile(times, 0.5),
    p95ms: quantile(times, 0.95),
    queries: rows,
  };
};
