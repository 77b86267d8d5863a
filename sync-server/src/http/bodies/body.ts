import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { type Intake, receiveBody, requireSize } from './intake.ts';

const MEGABYTE = 1024 * 1024;
const DEFAULT_LIMIT = MEGABYTE;

/** Routes whose JSON may be larger than 1 MB. */
const limits: { readonly [N in RouteName]?: number } = { createSource: 6 * MEGABYTE, push: 10 * MEGABYTE };

const MAX_DEPTH = 100;
const halfPairs = new WeakSet<object>();

type Exchange = {
  readonly request: Request;
  readonly response: Response;
  /** The team that large bodies are counted for; without a team, large bodies are not accepted. */
  readonly teamId: string | undefined;
};

/** Reads a JSON body (undefined if there is none) and passes it to `use`. */
export type BodyReader = <T>(exchange: Exchange, use: (body: unknown) => Promise<T>) => Promise<T>;

/** Creates the reader of one route's JSON body. */
export const createJsonReader = (name: RouteName, intake: Intake): BodyReader =>
  createBodyReader(limits[name] ?? DEFAULT_LIMIT, intake);

/**
 * Creates a reader of JSON bodies of at most `limit` bytes. If the request declares a larger length, it is refused before the body is sent.
 * Bodies above 1 MB wait for their turn on the disk of `intake`, so that many at once do not exhaust memory.
 */
export const createBodyReader = (limit: number, intake?: Intake): BodyReader => {
  const parse = express.json({ limit: Math.min(limit, DEFAULT_LIMIT), type: ['json', '+json'], verify: readRaw });
  return async ({ request, response, teamId }, use) => {
    if (request.get('content-length') === '0') return use(undefined);
    if (request.is(['json', '+json']) === false) throw unsupportedBody();
    requireSize(request, limit);
    if (intake && teamId !== undefined && limit > DEFAULT_LIMIT && isLarge(request)) {
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

/** Larger than 1 MB as declared, or of unknown length; a compressed body may be 1 MB at most. */
const isLarge = (request: Request): boolean => {
  const length = request.get('content-length');
  const isPlain = (request.get('content-encoding') ?? 'identity') === 'identity';
  return isPlain && (length === undefined || Number(length) > DEFAULT_LIMIT);
};

const readJsonFile = async (file: string): Promise<unknown> => {
  const raw = await readFile(file);
  requireUtf8(raw);
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

/** Recursive functions such as `JSON.stringify` overflow the stack on values that are nested too deeply. */
const requireShallow = (value: unknown, depth: number): void => {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH)
    throw new Failure('request.malformed', 'The JSON is nested too deeply.', 'Send a flatter object.');
  for (const item of Object.values(value)) requireShallow(item, depth + 1);
};

/** Called with the decompressed body before it is parsed. */
const readRaw = (request: object, _response: unknown, raw: Buffer, charset: string): void => {
  if (/^utf-?8$/i.test(charset)) requireUtf8(raw);
  if (holdsHalfPairs(raw)) halfPairs.add(request);
};

/** Invalid bytes would silently be stored as replacement characters. */
const requireUtf8 = (raw: Buffer): void => {
  if (isUtf8(raw)) return;
  throw new Failure('request.malformed', 'The body is not valid UTF-8.', 'Send one JSON object, in UTF-8.');
};

/** Half of a surrogate pair can only arrive as an escape; it is not valid text, and a store may refuse it. */
const holdsHalfPairs = (raw: Buffer): boolean => raw.includes('\\ud') || raw.includes('\\uD');

const withoutHalfPairs = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(withoutHalfPairs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), withoutHalfPairs(item)]));
};
