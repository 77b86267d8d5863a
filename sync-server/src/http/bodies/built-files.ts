import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

type Encoding = 'br' | 'gzip';

/** In order of preference; the build writes these files next to its hashed files (`scripts/compress-built.mjs`). */
const endings: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

/** Names that contain a hash of the content, in folders with plain names. */
const hashed = /^(?:\/[\w-]+)*\/[\w.-]*-[\w-]{8,64}\.\w{1,10}$/;

/**
 * Serves a folder that a build produced. Files with a hash in their name never change, so browsers cache them forever, and they are sent in
 * the compressed form that the build wrote next to them. All other files are revalidated on each request.
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

/** The URL of the best compressed form of a hashed file that exists and that the client accepts; otherwise undefined. */
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
