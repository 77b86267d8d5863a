import express, { type Express, Router } from 'express';
import { createCompression } from './compression.ts';
import { createRequestLog } from './logger.ts';
import { mountRoutes } from './mount-routes.ts';
import { mountOperations } from './operations.ts';
import { refuseOutdated } from './outdated-clients.ts';
import { refuseOtherHosts } from './own-hosts.ts';
import { answerProblem, unknownAddress } from './problem.ts';
import { createSecurityHeaders } from './security.ts';
import type { Services } from './services.ts';

/** The whole HTTP side of the server. Every answer that is not a success is a problem document. */
export const createApp = (services: Services): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', services.trustedProxies);
  app.use(createRequestLog(services.log));
  app.use(createSecurityHeaders());
  app.use(refuseOtherHosts(services.hosts));
  app.use(createCompression());
  app.use('/sync', refuseOutdated);
  const api = Router();
  mountOperations(api, services);
  mountRoutes(api, services);
  app.use(api, ...services.routers);
  app.use(unknownAddress);
  app.use(answerProblem);
  return app;
};
