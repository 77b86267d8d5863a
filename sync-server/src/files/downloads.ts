import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FILE_MEDIA_TYPE } from '@inbetwin/shared/contracts/files.ts';
import type { ByteRange, OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { Request, Response } from 'express';
import type { Caller } from '../accounts/access-token.ts';
import { createSlots, createTeamSlots, type Release, type TeamSlotLimits, takeAll } from '../http/limits/slots.ts';

/** Downloads at the same time. */
export type DownloadLimits = TeamSlotLimits & { readonly perPerson: number };

const usual: DownloadLimits = { perPerson: 4, own: 4, perTeam: 16, inAll: 48 };

/** Seconds after which another try makes sense. */
const WAIT = 2;
/** Who takes so long, in milliseconds, gives the place to others and goes on with a part. */
const LONGEST_MS = 600_000;

/** Counts whoever has originals read. `admit` throws `request.too_many`. */
export const createDownloadGuard = ({ perPerson, ...ofTeams }: DownloadLimits = usual) => {
  const words = { what: 'Too many downloads', retryAfter: WAIT };
  const people = createSlots({ limit: perPerson, ...words });
  const teams = createTeamSlots(ofTeams, words);
  return {
    admit: ({ userId, teamId }: Caller): Release =>
      takeAll([
        [people, userId],
        [teams, teamId],
      ]),
  };
};

/** Answers with the bytes, or with the part that is asked for, no faster than they are taken. */
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

/** Sends what comes, no faster than it is taken; ends the connection when it fails half-way, and stops reading when it is closed. */
export const sendParts = async (response: Response, parts: AsyncIterable<string | Uint8Array>): Promise<void> => {
  const begun = await begin(parts);
  try {
    await pipeline(Readable.from(begun, { objectMode: false }), response, { signal: AbortSignal.timeout(LONGEST_MS) });
  } catch (error) {
    // The answer has begun: its receiver knows by its end that it is not whole.
    if (!response.headersSent) throw error;
    if (!response.closed) await once(response.destroy(), 'close');
  }
};

/** What fails before the first bytes is thrown, while there can still be another answer. */
const begin = async <T>(parts: AsyncIterable<T>): Promise<AsyncIterable<T>> => {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
};

/** Undefined: all of it. Several parts at once, and what is no range of bytes, are answered so too, as the standard allows. */
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
