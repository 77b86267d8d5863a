import { evaluateRanking, type RankingQuality } from '@inbetwin/shared/search/evaluation/evaluate-ranking.ts';
import { rankedPassages } from '@inbetwin/shared/search/evaluation/ranked-passages.ts';
import { type TeamSet, toSearchSet } from '@inbetwin/shared/search/evaluation/to-search-set.ts';
import { createListeners } from '../../../base/listeners.ts';
import { openLocalDocument } from '../../../database/local-document.ts';
import type { Workspace } from '../../../database/workspace-database.ts';
import { searchOf } from '../../../parts/knowledge/workspace-search.ts';
import type { RendererSearch } from '../../../search/renderer-search.ts';
import { readSettings } from '../../../workspace/live/settings-of-kind.ts';
import { readPassages } from '../marking/read-passages.ts';

/** The result of an evaluation. */
export type Run = RankingQuality & { readonly at: number; readonly leftOut: TeamSet['leftOut'] };

/** The last evaluations, stored on this device only. */
export type KeptRuns = { readonly last: Run; readonly before?: Run };

/** The progress of an evaluation. */
export type RunState =
  | { readonly kind: 'idle' | 'reading' | 'failed' }
  | { readonly kind: 'asking'; readonly done: number; readonly total: number };

/** Evaluates search with the team's set. */
export type Evaluation = {
  state(): RunState;
  subscribe(listener: () => void): () => void;
  /** Does nothing if one is running. The result is stored unless the evaluation is canceled or fails. */
  start(): Promise<void>;
  cancel(): void;
};

type EvaluationParts = {
  readonly workspace: Workspace;
  readonly search: Pick<RendererSearch, 'ready' | 'searchAside'>;
};

/** Creates the evaluation, which runs the queries of the set one by one in the background. */
export const createEvaluation = ({ workspace, search }: EvaluationParts): Evaluation => {
  const listeners = createListeners();
  let state: RunState = { kind: 'idle' };
  let running: AbortController | undefined;

  const tell = (next: RunState): void => {
    state = next;
    listeners.tell();
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    tell({ kind: 'reading' });
    await search.ready();
    const { set, leftOut } = await readTeamSet(workspace, signal);
    const quality = await evaluateRanking({
      queries: set.queries,
      rank: async (text, depth) => rankedPassages(await search.searchAside(text, depth)).slice(0, depth),
      onProgress: (done, total) => tell({ kind: 'asking', done, total }),
      signal,
    });
    signal.throwIfAborted();
    if (set.queries.length > 0) await keepRun(workspace, { ...quality, at: Date.now(), leftOut });
  };

  return {
    state: () => state,
    subscribe: listeners.subscribe,
    start: async () => {
      if (running) return;
      const own = new AbortController();
      running = own;
      try {
        await run(own.signal);
        tell({ kind: 'idle' });
      } catch (error) {
        tell({ kind: own.signal.aborted ? 'idle' : 'failed' });
        if (!own.signal.aborted) throw error;
      } finally {
        running = undefined;
      }
    },
    cancel: () => running?.abort(new Error('The run was cancelled.')),
  };
};

/** The current set, for evaluations and downloads. */
export const readTeamSet = async (workspace: Workspace, signal?: AbortSignal): Promise<TeamSet> => {
  const judgements = await readSettings(workspace, 'judgement');
  const passages = await readPassages(workspace.collections.passages, signal);
  return toSearchSet(judgements, passages);
};

/** The stored evaluations of a workspace. */
export const keptRunsOf = (workspace: Workspace) =>
  openLocalDocument<KeptRuns>(workspace.database, 'search-evaluation');

const keepRun = (workspace: Workspace, last: Run): Promise<void> =>
  keptRunsOf(workspace).change((kept) => (kept ? { last, before: kept.last } : { last }));

const opened = new WeakMap<Workspace, Evaluation>();

/** One per open workspace: it continues while another screen is shown and ends with the workspace. */
export const evaluationOf = (workspace: Workspace): Evaluation => {
  const known = opened.get(workspace);
  if (known) return known;
  const evaluation = createEvaluation({ workspace, search: searchOf(workspace) });
  workspace.database.onClose.push(evaluation.cancel);
  opened.set(workspace, evaluation);
  return evaluation;
};
