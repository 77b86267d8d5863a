import type { ModelPolicy } from './model-policy.ts';
import type { Capability } from './provider-kind.ts';

/** A model at an endpoint. */
export type Candidate = {
  readonly endpoint: string;
  readonly model: string;
  readonly local: boolean;
  readonly can: readonly Capability[];
  readonly contextTokens?: number | undefined;
  /** The rules, which every team may use whatever its policy. */
  readonly builtIn?: boolean;
};

/** What a call requires of a model. */
export type ModelNeeds = {
  readonly capabilities: readonly Capability[];
  /** Estimated length of the input in tokens. */
  readonly tokens: number;
};

export type Routing<C extends Candidate> = {
  readonly candidates: readonly C[];
  readonly needs: ModelNeeds;
  /** The model chosen for the agent. */
  readonly chosen?: string | undefined;
  readonly policy: ModelPolicy;
  /** Suspended because of recent failures. */
  readonly isResting: (candidate: C) => boolean;
};

/**
 * Returns the models to try, in order: the chosen one wherever it is offered, then the first suitable one of each endpoint, in the order of
 * `candidates`. Suspended models are left out unless nothing else is suitable. Empty only if no model is suitable at all.
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
