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
import { mountOperations, type Operated } from './routes/operations.ts';

/** The complete HTTP API of the server. Every error is answered with a problem document (RFC 9457). */
export const createApp = (services: Services): Express => {
  const app = beginApp(services);
  app.use(createCompression());
  app.use('/sync', refuseOutdated);
  const api = Router();
  mountOperations(api, services);
  mountRoutes(api, services);
  app.use(refuseOtherMethods(api), ...services.routers);
  return endApp(app);
};

type Operations = Operated & Pick<Services, 'trustedProxies' | 'log' | 'hosts'>;

/** What a process answers that serves no requests of people or platforms: only whether it is well. */
export const createOperationsApp = (services: Operations): Express => {
  const app = beginApp(services);
  const api = Router();
  mountOperations(api, services);
  app.use(refuseOtherMethods(api));
  return endApp(app);
};

const beginApp = (services: Operations): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', services.trustedProxies);
  app.use(createRequestLog(services.log));
  app.use(createSecurityHeaders());
  app.use(refuseOtherHosts(services.hosts));
  return app;
};

const endApp = (app: Express): Express => {
  app.use(unknownAddress);
  app.use(answerProblem);
  return app;
};
