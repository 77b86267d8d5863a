import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { type Response, Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import { authenticate } from '../http/authenticate.ts';
import { refuseOthers } from '../http/other-methods.ts';
import { type StreamClient, type StreamHub, toFrame } from './stream-hub.ts';

type Parts = {
  readonly hub: StreamHub;
  readonly accounts: Accounts;
  readonly log: Logger;
  readonly times?: StreamTimes;
};

/** Milliseconds. */
export type StreamTimes = {
  readonly heartbeat: number;
  /** With the 3 s that a session's state is believed, a revoked one is cut within 5 s. */
  readonly sessionCheck: number;
  /** How long a client may take nothing before it is cut. */
  readonly stalled: number;
};

const usualTimes: StreamTimes = { heartbeat: 15_000, sessionCheck: 1_500, stalled: 60_000 };

/** What waits for one client; beyond it changes are left out and the client is told to pull. */
const MAX_WAITING_BYTES = 1_000_000;

/** Of one session: a device needs one, and a few more while it reconnects. */
const MAX_STREAMS = 20;

/** `GET /sync/v1/stream`: every change of the caller's team, for as long as the session lives. */
export const createStreamRoute = (parts: Parts): Router => {
  const router = Router();
  const openBy = new Map<string, number>();
  const enter = (sessionId: string): (() => void) => {
    const open = openBy.get(sessionId) ?? 0;
    if (open >= MAX_STREAMS) throw tooManyStreams();
    openBy.set(sessionId, open + 1);
    return () => {
      const left = (openBy.get(sessionId) ?? 1) - 1;
      if (left > 0) openBy.set(sessionId, left);
      else openBy.delete(sessionId);
    };
  };

  router.get('/sync/v1/stream', async (request, response) => {
    const { teamId, sessionId } = await authenticate(request, parts.accounts);
    response.set(streamHeaders);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.once('close', enter(sessionId));
    const times = parts.times ?? usualTimes;
    const client = createClient(response);
    const leave = await parts.hub.join(teamId, client);
    if (request.socket.destroyed) return leave();

    response.flushHeaders();
    request.socket.setNoDelay(true);
    client.begin();

    const beating = setInterval(() => client.beat(times.stalled), times.heartbeat);
    const watching = setInterval(async () => {
      try {
        if (!(await parts.accounts.isSessionLive(sessionId))) client.end();
      } catch (error) {
        parts.log.warn({ error, sessionId }, 'A session could not be checked; its stream goes on');
      }
    }, times.sessionCheck);
    response.once('close', () => {
      clearInterval(beating);
      clearInterval(watching);
      leave();
    });
  });
  router.all('/sync/v1/stream', refuseOthers(['GET']));
  return router;
};

const tooManyStreams = (): Failure =>
  new Failure('request.too_many', `This session has ${MAX_STREAMS} streams open.`, 'Close those that are not read.', {
    retryAfter: 60,
  });

const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

type Connection = StreamClient & {
  /** Says `ready`, then sends what came in since it joined. */
  begin(): void;
  beat(stalledAfter: number): void;
};

/** One client's connection. It never holds more than `MAX_WAITING_BYTES`, so a slow one costs the others nothing. */
const createClient = (response: Response): Connection => {
  const missed = new Set<CollectionName>();
  const early: { frame: string; collection: CollectionName }[] = [];
  let begun = false;
  let fullSince: number | undefined;

  const send: Connection['send'] = (frame, collection) => {
    if (response.writableEnded) return;
    if (!begun) {
      early.push({ frame, collection });
    } else if (fullSince !== undefined || isFull(response, frame)) {
      fullSince ??= performance.now();
      missed.add(collection);
    } else {
      response.write(frame);
    }
  };

  response.on('drain', () => {
    if (fullSince === undefined) return;
    fullSince = undefined;
    for (const collection of missed) response.write(toFrame({ type: 'resync', collection }));
    missed.clear();
  });

  return {
    send,
    begin: () => {
      begun = true;
      response.write(toFrame({ type: 'ready' }));
      for (const { frame, collection } of early.splice(0)) send(frame, collection);
    },
    beat: (stalledAfter) => {
      if (fullSince !== undefined && performance.now() - fullSince > stalledAfter) response.destroy();
      else if (fullSince === undefined) response.write(': beat\n\n');
    },
    end: () => {
      if (fullSince === undefined) response.end();
      else response.destroy();
    },
  };
};

/** Only what a `drain` event will follow counts as full: a frame of any size may go into an empty buffer. */
const isFull = (response: Response, frame: string): boolean =>
  response.writableNeedDrain && response.writableLength + frame.length > MAX_WAITING_BYTES;
