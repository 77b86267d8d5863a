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
  /** For one answer of one model, its repeats included; milliseconds. */
  readonly timeoutMs: number;
  /** Told of every failure that another model makes up for, so that it can be logged. */
  readonly onFailure?: ((failed: ModelFailure) => void) | undefined;
};

/** All models as one that answers. `models`: the configured ones that may be chosen, by name; the first answers by default. */
export type ModelRoute = ModelProvider & { readonly models: readonly string[] };

export type ModelRouter = {
  /** What a team with this policy asks. */
  route(policy?: ModelPolicy): ModelRoute;
};

/** A model at an endpoint, how to ask it, and how it fares: that is one for all teams. */
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

/** Asks one model after another until one answers. `reply.model` tells which one did. */
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
      // It came to rest, or another call tries it again, since the order was made.
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

/** A request without tools can be answered by a model that knows none. Lengths count only where a limit is known. */
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

/** Throws what is no failure of the model: the caller's own abort, and a fault in our code. */
const failureOf = (error: unknown, { signal }: ModelRequest): Failure => {
  signal.throwIfAborted();
  if (error instanceof Failure && ofModels.has(error.code)) return error;
  throw error;
};

const ofModels = new Set<ErrorCode>(['model.unavailable', 'model.refused', 'model.bad_reply']);

/** Whoever reads along with a model that fails is told that another begins anew. */
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
