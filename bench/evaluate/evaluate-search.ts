import { evaluateRanking } from '@inbetwin/shared/search/evaluation/evaluate-ranking.ts';
import { answerContains, declineQuality } from './answers.ts';
import type { Engine } from './engine.ts';
import { createInbetwin } from './inbetwin-engine.ts';
import { createMiniSearch, createStockOrama, createTextbookBm25 } from './peer-engines.ts';
import type { EmbedderChoice } from './read-arguments.ts';
import { readSearchSet, type SearchSet } from './search-set.ts';
import { addTypos } from './typos.ts';

/** Values by name; all but `p50ms` and `p95ms` (milliseconds per query) are between 0 and 1. */
export type Metrics = Readonly<Record<string, number>>;
/** The metrics of all engines on one set. */
export type Evaluation = { readonly task: string; readonly engines: Readonly<Record<string, Metrics>> };

type SearchOptions = {
  readonly file: string;
  /** Also asks questions whose documents were removed. */
  readonly decline: boolean;
  readonly embedder: EmbedderChoice;
  /** Misspells one word of every query, with this seed. */
  readonly typos?: number;
};

/** Evaluates our engine and its peers on one set, with the same documents and queries. */
export const evaluateSearch = async ({ file, decline, embedder, typos }: SearchOptions): Promise<Evaluation> => {
  const read = await readSearchSet(file);
  const set = typos === undefined ? read : { ...read, queries: addTypos(read.queries, typos) };
  const inbetwin = await createInbetwin(set, embedder);
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

const measure = async ({ rank }: Engine, { queries }: SearchSet): Promise<Metrics> => {
  const { queries: _, ...means } = await evaluateRanking({ queries, rank });
  return means;
};
