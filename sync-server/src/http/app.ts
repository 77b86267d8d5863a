import express, { type Express, Router } from 'express';
import { createCompression } from './bodies/compression.ts';
import { createRequestLog } from './machinery/logger.ts';
import { mountRoutes } from './machinery/mount-routes.ts';
import { refuseOtherMethods } from './machinery/other-methods.ts';
import { refuseOutdated } from './machinery/outdated-clients.ts';
import { refuseOtherHosts } from './machinery/own-hosts.ts';
import { answerProblem, unknownAddress } from './machinery/problem.ts';
import { createSecurityHeaders } from './machinery/security.ts';
import type { Services } from './machinery/services.ts';
import { mountOperations } from './routes/operations.ts';

/** The complete HTTP API of the server. Every error is answered with a problem document (RFC 9457). */
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
  app.use(refuseOtherMethods(api), ...services.routers);
  app.use(unknownAddress);
  app.use(answerProblem);
  return app;
};
