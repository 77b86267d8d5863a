import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Router } from 'express';
import { createOpenApiDocument } from '../machinery/openapi.ts';
import type { Services } from '../machinery/services.ts';

/** Health checks must answer within seconds, not within the minute that a request to the store may take. */
const CHECK_MS = 2000;

/** What operators can ask about any process. */
export type Operated = Pick<Services, 'ready' | 'requireOpen' | 'embedding' | 'teamWork' | 'broker'>;

/** Endpoints for operators and integrators: liveness, readiness, and the API description. */
export const mountOperations = (router: Router, services: Operated): void => {
  const openApi = createOpenApiDocument();

  router.get('/health', async (_request, response) => {
    const failure = await findFailure(services.ready);
    const [embedding, teams, broker] = [services.embedding?.(), services.teamWork?.(), services.broker?.()];
    const isWell = !failure && !teams?.takenOver && !broker?.code && !broker?.behind;
    const state = { status: isWell ? 'ok' : 'degraded', store: failure?.code };
    response.set('Cache-Control', 'no-store').json({ ...state, broker, embedding, teams });
  });

  router.get('/ready', async (_request, response) => {
    services.requireOpen();
    await withinLimit(services.ready);
    response.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });

  router.get('/api/v1/openapi.json', (_request, response) => {
    response.json(openApi);
  });
};

const findFailure = async (ready: () => Promise<void>): Promise<Failure | undefined> => {
  try {
    await withinLimit(ready);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

const withinLimit = async (ready: () => Promise<void>): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `The store did not answer within ${CHECK_MS / 1000} s.`;
  const timer = setTimeout(
    () => reject(new Failure('store.unavailable', message, 'Check the store and the way to it.')),
    CHECK_MS,
  );
  try {
    await Promise.race([ready(), late]);
  } finally {
    clearTimeout(timer);
  }
};
