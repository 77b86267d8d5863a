import { mean, ndcg, quantile, recall, reciprocalRank } from '@inbetwin/shared/search/metrics.ts';
import { answerContains, declineQuality } from './answers.ts';
import type { Engine } from './engine.ts';
import { createInbetwin } from './inbetwin-engine.ts';
import { createMiniSearch, createStockOrama, createTextbookBm25 } from './peer-engines.ts';
import { readSearchSet, type SearchSet } from './search-set.ts';
import { addTypos } from './typos.ts';

const DEPTH = 100;
const FIRST_PAGE = 10;

/** By name; all are ours except `p50ms` and `p95ms` (milliseconds per query) on a 0 to 1 scale. */
export type Metrics = Readonly<Record<string, number>>;
export type Evaluation = { readonly task: string; readonly engines: Readonly<Record<string, Metrics>> };

type SearchOptions = {
  readonly file: string;
  /** Asks questions whose documents were taken away, too. */
  readonly decline: boolean;
  /** Misspells one word of every query, by this seed. */
  readonly typos?: number;
};

/** Our engine beside its peers on one set, each filled with the same documents and asked the same queries. */
export const evaluateSearch = async ({ file, decline, typos }: SearchOptions): Promise<Evaluation> => {
  const read = await readSearchSet(file);
  const set = typos === undefined ? read : { ...read, queries: addTypos(read.queries, typos) };
  const inbetwin = await createInbetwin(set);
  const answers = set.queries.some(({ answer }) => answer !== undefined)
    ? { answerContains: await answerContains(inbetwin.index, set) }
    : {};
  return {
    task: 'search',
    engines: {
      inbetwin: {
        ...(await measure(inbetwin, set)),
        ...answers,
        ...(decline ? await declineQuality(inbetwin.index, set) : {}),
      },
      orama: await measure(await createStockOrama(set), set),
      minisearch: await measure(await createMiniSearch(set), set),
      bm25: await measure(await createTextbookBm25(set), set),
    },
  };
};

const measure = async (engine: Engine, { queries }: SearchSet): Promise<Metrics> => {
  const rows = [];
  for (const { text, relevant } of queries) {
    const started = performance.now();
    const ranked = await engine.rank(text, DEPTH);
    const took = performance.now() - started;
    rows.push({
      took,
      ndcg: ndcg(ranked, relevant, FIRST_PAGE),
      recall: recall(ranked, relevant, DEPTH),
      rank: reciprocalRank(ranked, relevant, FIRST_PAGE),
    });
  }
  const times = rows.map(({ took }) => took);
  return {
    ndcg10: mean(rows.map((row) => row.ndcg)),
    recall100: mean(rows.map((row) => row.recall)),
    mrr10: mean(rows.map((row) => row.rank)),
    p50ms: quantile(times, 0.5),
    p95ms: quantile(times, 0.95),
  };
};
