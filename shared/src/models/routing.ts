import type { ModelPolicy } from './model-policy.ts';
import type { Capability } from './provider-kind.ts';

/** A model at an endpoint. */
export type Candidate = {
  readonly endpoint: string;
  readonly model: string;
  readonly local: boolean;
  readonly can: readonly Capability[];
  readonly contextTokens?: number | undefined;
  /** The rules: every team has them, whichever models it may use. */
  readonly builtIn?: boolean;
};

/** What a call needs of a model. */
export type ModelNeeds = {
  readonly capabilities: readonly Capability[];
  /** About how long the question is. */
  readonly tokens: number;
};

export type Routing<C extends Candidate> = {
  readonly candidates: readonly C[];
  readonly needs: ModelNeeds;
  /** The model that the agent was given. */
  readonly chosen?: string | undefined;
  readonly policy: ModelPolicy;
  /** It failed too often of late and is left alone for a while. */
  readonly isResting: (candidate: C) => boolean;
};

/**
 * Which models to ask, one after another: the chosen one wherever it is offered, then the first that fits of each endpoint, in
 * the order of `candidates`. What rests is left out unless nothing else fits. Empty only when nothing fits at all.
 */
export const routeCall = <C extends Candidate>({
  candidates,
  needs,
  chosen,
  policy,
  isResting,
}: Routing<C>): readonly C[] => {
  const fitting = candidates.filter((candidate) => isAllowed(candidate, policy) && fits(candidate, needs));
  const firsts = fitting.filter(({ endpoint }, at) => fitting.findIndex((other) => other.endpoint === endpoint) === at);
  const order = [...new Set([...fitting.filter(({ model }) => model === chosen), ...firsts])];
  const well = order.filter((candidate) => !isResting(candidate));
  return well.length > 0 ? well : order;
};

export const isAllowed = (
  { model, local, builtIn = false }: Candidate,
  { localOnly = false, models }: ModelPolicy,
): boolean => builtIn || ((local || !localOnly) && (models === undefined || models.includes(model)));

const fits = (
  { can, contextTokens = Number.POSITIVE_INFINITY }: Candidate,
  { capabilities, tokens }: ModelNeeds,
): boolean => tokens < contextTokens && capabilities.every((capability) => can.includes(capability));
