import type { Router } from 'express';
import { createOpenApiDocument } from './openapi.ts';
import { refuseOthers } from './other-methods.ts';
import type { Services } from './services.ts';

/** What operators and integrators ask: is it alive, can it serve, what can it do. */
export const mountOperations = (router: Router, services: Services): void => {
  const openApi = createOpenApiDocument();

  router.get('/health', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok', embedding: services.embedding?.() });
  });

  router.get('/ready', async (_request, response) => {
    await services.ready();
    response.set('Cache-Control', 'no-store').json({ status: 'ready' });
  });

  router.get('/api/v1/openapi.json', (_request, response) => {
    response.json(openApi);
  });

  for (const path of ['/health', '/ready', '/api/v1/openapi.json']) router.all(path, refuseOthers(['GET']));
};
