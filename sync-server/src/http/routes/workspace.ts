import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import { serveBuiltFiles } from '../bodies/built-files.ts';

/**
 * Serves the built workspace at `/`. Its routes are in the URL fragment, so `index.html` is the only page; browsers learn of a new build
 * through it and through the service worker.
 */
export const createWorkspaceRouter = (folder: string): Router => {
  const router = Router();
  router.get('/', (_request, response, next) => {
    if (existsSync(join(folder, 'index.html'))) next();
    else response.status(503).set('Cache-Control', 'no-store').type('html').send(notBuilt);
  });
  router.use(serveBuiltFiles(folder));
  return router;
};

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>inBeTwin</title>
<h1>The workspace is not built yet</h1>
<p>The server runs. Build its pages with <code>npm run build</code>, then reload.</p>
<p lang="ru">Сервер работает. Соберите страницы командой <code>npm run build</code> и обновите эту.</p>
</html>
`;
