import { readFile } from 'node:fs/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { type Intake, receiveBody } from './intake.ts';

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMIT = MEGABYTE;

/** Routes whose JSON may be larger than 1 MB. */
const limits: { readonly [N in RouteName]?: number } = { createSource: 6 * MEGABYTE, push: 10 * MEGABYTE };

const MAX_DEPTH = 100;
const halfPairs = new WeakSet<object>();

type Exchange = {
  readonly request: Request;
  readonly response: Response;
  /** Whose large bodies these are; nobody's are none. */
  readonly teamId: string | undefined;
};

/** Reads a JSON body, undefined when there is none, and has `use` work with it. */
export type BodyReader = <T>(exchange: Exchange, use: (body: unknown) => Promise<T>) => Promise<T>;

/** A reader of one route's JSON body. */
export const createJsonReader = (name: RouteName, intake: Intake): BodyReader =>
  createBodyReader(limits[name] ?? DEFAULT_LIMIT, intake);

/**
 * A reader of JSON of at most so many bytes, which refuses more as soon as it comes. Bodies above 1 MB wait on the disk for
 * their turn, so that many at once do not fill the memory.
 */
export const createBodyReader = (limit: number, intake: Intake): BodyReader => {
  const parse = express.json({ limit: Math.min(limit, DEFAULT_LIMIT), type: ['json', '+json'], verify: markHalfPairs });
  return async ({ request, response, teamId }, use) => {
    if (request.get('content-length') === '0') return use(undefined);
    if (request.is(['json', '+json']) === false) throw unsupportedBody();
    if (teamId !== undefined && limit > DEFAULT_LIMIT && isLarge(request)) {
      return intake.take(teamId, {
        receive: async (file) => {
          await receiveBody(request, file, limit);
          return file;
        },
        work: async (file) => use(await readJsonFile(file)),
      });
    }
    await runMiddleware(parse, request, response);
    const body: unknown = request.body;
    requireShallow(body, 0);
    return use(halfPairs.has(request) ? withoutHalfPairs(body) : body);
  };
};

/** By its own word, or because nobody can know; what is compressed may be 1 MB at most. */
const isLarge = (request: Request): boolean => {
  const length = request.get('content-length');
  const isPlain = (request.get('content-encoding') ?? 'identity') === 'identity';
  return isPlain && (length === undefined || Number(length) > DEFAULT_LIMIT);
};

const readJsonFile = async (file: string): Promise<unknown> => {
  const raw = await readFile(file);
  const body = parseJson(raw);
  requireShallow(body, 0);
  return holdsHalfPairs(raw) ? withoutHalfPairs(body) : body;
};

const parseJson = (raw: Buffer): unknown => {
  try {
    return JSON.parse(raw.toString());
  } catch (cause) {
    throw new Failure('request.malformed', 'The body is not valid JSON.', 'Send one JSON object, in UTF-8.', { cause });
  }
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
  if (holdsHalfPairs(raw)) halfPairs.add(request);
};

const holdsHalfPairs = (raw: Buffer): boolean => raw.includes('\\ud') || raw.includes('\\uD');

const withoutHalfPairs = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(withoutHalfPairs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), withoutHalfPairs(item)]));
};
