import { type ErrorCode, Failure } from '../contracts/errors.ts';
import type { MonotonicClock } from '../ports/clock.ts';
import { type Breaker, createBreaker } from '../timing/breaker.ts';
import { type Endpoint, withBuiltIn } from './endpoints.ts';
import type { ModelProvider, ModelReply, ModelRequest } from './model.ts';
import type { ModelPolicy } from './model-policy.ts';
import { noModelName } from './no-model/no-model.ts';
import { patience } from './patience.ts';
import { providerKinds } from './registry.ts';
import { type Candidate, isAllowed, type ModelNeeds, routeCall } from './routing.ts';
import { tokensOfQuestion } from './usage.ts';

export type ModelFailure = {
  readonly endpoint: string;
  readonly model: string;
  readonly agent: string;
  readonly failure: Failure;
};

type RouterOptions = {
  readonly clock: MonotonicClock;
  /** Time limit for one answer of one model including retries, in milliseconds. */
  readonly timeoutMs: number;
  /** Receives failures that were compensated by another model, for logging. */
  readonly onFailure?: ((failed: ModelFailure) => void) | undefined;
};

/** Combines all models into one. `models` are the names of the configured ones that may be chosen; the first is the default. */
export type ModelRoute = ModelProvider & { readonly models: readonly string[] };

export type ModelRouter = {
  /** The models that a team with this policy uses. */
  route(policy?: ModelPolicy): ModelRoute;
};

/** A model at an endpoint, with its client and its health, which all teams share. */
export type Offer = Candidate & { readonly provider: ModelProvider; readonly breaker: Breaker };

export const createModelRouter = (endpoints: readonly Endpoint[], options: RouterOptions): ModelRouter => {
  const offers = withBuiltIn(endpoints).flatMap((endpoint) => offersOf(endpoint, options.timeoutMs));
  return { route: (policy = {}) => createRoute(offers, policy, options) };
};

const offersOf = ({ name, kind, local, models, connect, fieldName }: Endpoint, timeoutMs: number): readonly Offer[] => {
  const open = connect({ timeoutMs, fieldName });
  const { builtIn, can } = providerKinds[kind];
  return models.map((model) => ({
    endpoint: name,
    model: model.name,
    contextTokens: model.contextTokens,
    can: model.can ?? can,
    ...{ local, builtIn },
    provider: open(model),
    breaker: createBreaker(patience.breaker),
  }));
};

/** Calls one model after another until one answers; `reply.model` names it. */
export const createRoute = (
  offers: readonly Offer[],
  policy: ModelPolicy,
  { clock, onFailure }: Omit<RouterOptions, 'timeoutMs'>,
): ModelRoute => {
  const models = offers.filter((offer) => !offer.builtIn && isAllowed(offer, policy)).map(({ model }) => model);

  const complete = async (request: ModelRequest): Promise<ModelReply> => {
    const now = clock();
    const resting = new Set(offers.filter(({ breaker }) => breaker.rests(now)));
    const order = routeCall({
      candidates: offers,
      needs: needsOf(request, offers),
      chosen: request.model,
      policy,
      isResting: (offer) => resting.has(offer),
    });
    let failed = order.length === 0 ? noneFits() : allRest();
    for (const [at, offer] of order.entries()) {
      // It was suspended, or another call is probing it, since the order was determined.
      if (!resting.has(offer) && !offer.breaker.lets(clock())) continue;
      const listener = createListener(request);
      try {
        const reply = await offer.provider.complete(listener.request);
        offer.breaker.succeeded();
        return reply;
      } catch (error) {
        failed = failureOf(error, request);
        if (failed.code === 'model.unavailable' && !offer.builtIn) offer.breaker.failed(clock());
        if (at === order.length - 1) break;
        onFailure?.({ endpoint: offer.endpoint, model: offer.model, agent: request.agent, failure: failed });
        listener.restart();
      }
    }
    throw failed;
  };

  return { name: models[0] ?? noModelName, models: [...new Set(models)], complete };
};

/** A request without tools can go to a model that does not support them. Lengths count only if a limit is known. */
const needsOf = (request: ModelRequest, offers: readonly Offer[]): ModelNeeds => ({
  capabilities: request.tools.length > 0 ? ['tools'] : [],
  tokens: offers.some(({ contextTokens }) => contextTokens !== undefined) ? tokensOfQuestion(request) : 0,
});

const noneFits = (): Failure =>
  new Failure(
    'model.none_fits',
    'No model can take this request.',
    'Configure one that can, or allow it for this team.',
  );

const allRest = (): Failure =>
  new Failure('model.unavailable', 'Every model that fits fails again and again.', 'Try again in a moment.');

/** Rethrows what is not a failure of the model: the caller's own abort, or a bug. */
const failureOf = (error: unknown, { signal }: ModelRequest): Failure => {
  signal.throwIfAborted();
  if (error instanceof Failure && ofModels.has(error.code)) return error;
  throw error;
};

const ofModels = new Set<ErrorCode>(['model.unavailable', 'model.refused', 'model.bad_reply']);

/** Tells the caller to discard the streamed text when a model fails and another one starts over. */
const createListener = (request: ModelRequest) => {
  const { onText, onRestart } = request;
  let told = false;
  const listening: ModelRequest = {
    ...request,
    onText:
      onText &&
      ((delta) => {
        told = true;
        onText(delta);
      }),
    onRestart: () => {
      told = false;
      onRestart?.();
    },
  };
  return { request: listening, restart: () => told && onRestart?.() };
};
