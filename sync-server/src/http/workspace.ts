import { existsSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import express, { type Response, Router } from 'express';

/**
 * Serves the built workspace at `/`. It keeps its routes behind `#`, so `index.html` is the only page. Files whose name
 * carries a hash never change; everything else is asked for anew each time, so that a browser learns of a new build from
 * the page and from its service worker.
 */
export const createWorkspaceRouter = (folder: string): Router => {
  const router = Router();
  router.get('/', (_request, response, next) => {
    if (existsSync(join(folder, 'index.html'))) next();
    else response.status(503).set('Cache-Control', 'no-store').type('html').send(notBuilt);
  });
  router.use(express.static(folder, { redirect: false, setHeaders: setCacheHeaders }));
  return router;
};

const hashed = /-[\w-]{8,}\.\w+$/;

const setCacheHeaders = (response: Response, path: string): void => {
  const immutable = path.includes(`${sep}assets${sep}`) && hashed.test(basename(path));
  response.set('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
};

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>inBeTwin</title>
<h1>The workspace is not built yet</h1>
<p>The server runs. Build its pages with <code>npm run build</code>, then reload.</p>
<p lang="ru">Сервер работает. Соберите страницы командой <code>npm run build</code> и обновите эту.</p>
</html>
`;
