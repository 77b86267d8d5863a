import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

type Encoding = 'br' | 'gzip';

/** By preference; the build writes these forms beside its hashed files (`scripts/compress-built.mjs`). */
const endings: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

/** Names that carry a hash of the content, below folders with plain names. */
const hashed = /^(?:\/[\w-]+)*\/[\w.-]*-[\w-]{8,64}\.\w{1,10}$/;

/**
 * Serves a folder that a build has made. Files whose name carries a hash never change, so browsers keep them for good, and they are
 * sent in the compressed form that the build put beside them. All others are asked for anew each time.
 */
export const serveBuiltFiles = (folder: string): RequestHandler => {
  const serve = express.static(folder, { redirect: false, setHeaders: setFileHeaders(folder) });
  return (request, response, next) => {
    if (endings.some(([, ending]) => request.path.endsWith(ending))) return next();
    const { url } = request;
    request.url = addressOfForm(folder, request) ?? url;
    serve(request, response, (error?: unknown) => {
      request.url = url;
      next(error);
    });
  };
};

/** Of the best form of a hashed file that is there and that the client accepts; otherwise undefined. */
const addressOfForm = (folder: string, request: Request): string | undefined => {
  const { path } = request;
  if (!hashed.test(path)) return undefined;
  const form = endings.find(
    ([encoding, ending]) => request.acceptsEncodings(encoding) && existsSync(join(folder, path + ending)),
  );
  return form && path + form[1];
};

const setFileHeaders =
  (folder: string) =>
  (response: Response, file: string): void => {
    const form = endings.find(([, ending]) => file.endsWith(ending));
    const name = form ? file.slice(0, -form[1].length) : file;
    if (form) response.set('Content-Encoding', form[0]).type(name.slice(name.lastIndexOf('.')));
    const isHashed = hashed.test(name.slice(folder.length).replaceAll(sep, '/'));
    if (isHashed) response.vary('Accept-Encoding');
    response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  };
