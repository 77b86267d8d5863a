import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FILE_MEDIA_TYPE } from '@inbetwin/shared/contracts/files.ts';
import type { ByteRange, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { Request, Response } from 'express';
import type { Caller } from '../accounts/access-token.ts';
import { createSlots, createTeamSlots, type Release, type TeamSlotLimits, takeAll } from '../http/limits/slots.ts';

/** Maximum numbers of concurrent downloads. */
export type DownloadLimits = TeamSlotLimits & { readonly perPerson: number };

const usual: DownloadLimits = { perPerson: 4, own: 4, perTeam: 16, inAll: 48 };

/** Seconds after which a client should retry. */
const WAIT = 2;
/** A download that takes longer than this (in milliseconds) is cut off to free its slot; the client resumes with a range request. */
const LONGEST_MS = 600_000;

/** Limits concurrent downloads of originals. `admit` throws `request.too_many`. */
export const createDownloadGuard = ({ perPerson, ...ofTeams }: DownloadLimits = usual) => {
  const words = { what: 'Too many transfers of files', retryAfter: WAIT };
  const people = createSlots({ limit: perPerson, ...words });
  const teams = createTeamSlots(ofTeams, words);
  return {
    admit: ({ userId, teamId }: Pick<Caller, 'userId' | 'teamId'>): Release =>
      takeAll([
        [people, userId],
        [teams, teamId],
      ]),
  };
};

/** Sends the blob, or the requested range of it, with backpressure. */
export const sendBlob = async (
  { request, response }: { readonly request: Request; readonly response: Response },
  { size, bytes }: OpenBlob,
  digest: string,
): Promise<void> => {
  response.set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment', 'Accept-Ranges': 'bytes' });
  response.set('ETag', `"${digest}"`).type(FILE_MEDIA_TYPE);
  const range = rangeOf(request, { size, digest });
  if (range === 'none') {
    response.status(416).set('Content-Range', `bytes */${size}`).end();
    return;
  }
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  response.set('Content-Length', String(range ? range.end - range.start + 1 : size));
  if (request.method === 'HEAD') response.end();
  else await sendParts(response, bytes(range));
};

/**
 * Streams the parts with backpressure. It destroys the connection if reading fails midway, and stops reading when the client disconnects.
 */
export const sendParts = async (response: Response, parts: AsyncIterable<string | Uint8Array>): Promise<void> => {
  const begun = await begin(parts);
  try {
    await pipeline(Readable.from(begun, { objectMode: false }), response, { signal: AbortSignal.timeout(LONGEST_MS) });
  } catch (error) {
    // The response has already started, so a broken connection tells the client that it is incomplete.
    if (!response.headersSent) throw error;
    if (!response.closed) await once(response.destroy(), 'close');
  }
};

/** Waits for the first chunk, so that an early failure can still be answered with an error. */
const begin = async <T>(parts: AsyncIterable<T>): Promise<AsyncIterable<T>> => {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
};

/** Undefined means the whole file. Multiple ranges and malformed ones are answered that way too, as RFC 9110 permits. */
const rangeOf = (
  request: Request,
  { size, digest }: { readonly size: number; readonly digest: string },
): ByteRange | 'none' | undefined => {
  const condition = request.get('if-range');
  if (condition !== undefined && condition !== `"${digest}"`) return undefined;
  const ranges = request.range(size);
  if (ranges === -1) return 'none';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length > 1) return undefined;
  return ranges[0];
};
