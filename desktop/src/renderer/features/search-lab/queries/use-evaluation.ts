import { useEffect, useState, useSyncExternalStore } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { evaluationOf, type KeptRuns, keptRunsOf, type RunState } from './evaluation.ts';

/** The state of evaluations and its actions. */
export type EvaluationView = {
  readonly state: RunState;
  readonly kept: KeptRuns | undefined;
  readonly start: () => void;
  readonly cancel: () => void;
};

/** The evaluation of the open workspace, live. */
export const useEvaluation = (): EvaluationView => {
  const workspace = useWorkspace();
  const evaluation = evaluationOf(workspace);
  const state = useSyncExternalStore(evaluation.subscribe, evaluation.state);
  const [kept, setKept] = useState<KeptRuns>();
  useEffect(() => keptRunsOf(workspace).watch(setKept), [workspace]);
  return {
    state,
    kept,
    start: () => void evaluation.start().catch(reportFailure),
    cancel: evaluation.cancel,
  };
};
