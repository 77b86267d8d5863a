import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import express, { type Request, type RequestHandler, type Response } from 'express';

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMIT = MEGABYTE;

/** Routes whose JSON may be larger than 1 MB. */
const limits: { readonly [N in RouteName]?: number } = { createSource: 6 * MEGABYTE, push: 10 * MEGABYTE };

const MAX_DEPTH = 100;
const halfPairs = new WeakSet<object>();

type BodyReader = (request: Request, response: Response) => Promise<unknown>;

/** A reader of one route's JSON body; undefined when there is none. */
export const createJsonReader = (name: RouteName): BodyReader => createBodyReader(limits[name] ?? DEFAULT_LIMIT);

/** A reader of JSON of at most so many bytes, which refuses more as soon as it comes. */
export const createBodyReader = (limit: number): BodyReader => {
  const parse = express.json({ limit, type: ['json', '+json'], verify: markHalfPairs });
  return async (request, response) => {
    if (request.get('content-length') === '0') return undefined;
    if (request.is(['json', '+json']) === false) throw unsupportedBody();
    await runMiddleware(parse, request, response);
    const body: unknown = request.body;
    requireShallow(body, 0);
    return halfPairs.has(request) ? withoutHalfPairs(body) : body;
  };
};

const runMiddleware = (handler: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    handler(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });

const unsupportedBody = (): Failure =>
  new Failure('request.unsupported_media', 'The body must be JSON.', 'Send it with `Content-Type: application/json`.');

/** Whoever walks a value that is nested without end, as `JSON.stringify` does, runs out of stack. */
const requireShallow = (value: unknown, depth: number): void => {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH)
    throw new Failure('request.malformed', 'The JSON is nested too deeply.', 'Send a flatter object.');
  for (const item of Object.values(value)) requireShallow(item, depth + 1);
};

/** Half of a surrogate pair can only come in as an escape; it is no text, and a store may refuse it. */
const markHalfPairs = (request: object, _response: unknown, raw: Buffer): void => {
  if (raw.includes('\\ud') || raw.includes('\\uD')) halfPairs.add(request);
};

const withoutHalfPairs = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(withoutHalfPairs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), withoutHalfPairs(item)]));
};
