import { randomUUID } from 'node:crypto';
import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { type StreamEvent, SYNC_VERSION } from '@inbetwin/shared/contracts/sync.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { type Response, Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import { authenticate } from '../http/machinery/authenticate.ts';
import { refuseOtherMethods } from '../http/machinery/other-methods.ts';
import { type StreamClient, type StreamHub, type StreamTopic, toFrame } from './stream-hub.ts';

type Parts = {
  readonly hub: StreamHub;
  readonly accounts: Accounts;
  readonly log: Logger;
  readonly times?: StreamTimes;
};

/** Intervals of the stream route in milliseconds. */
export type StreamTimes = {
  readonly heartbeat: number;
  /** Together with the 3 s for which a session's state is cached, a stream that is no longer allowed ends within 5 s. */
  readonly accessCheck: number;
  /** How long a client may accept no data before it is disconnected. */
  readonly stalled: number;
};

const usualTimes: StreamTimes = { heartbeat: 10_000, accessCheck: 1_000, stalled: 60_000 };

/** Limit of the data buffered for one client; beyond it, changes are dropped and the client is told to pull. */
const MAX_WAITING_BYTES = 1_000_000;

/** A device needs one stream; streams left half open by sleep or a broken network make room for new ones. */
const MAX_STREAMS_OF_SESSION = 10;
/** One person may have many sessions. */
const MAX_STREAMS_OF_PERSON = 50;

/**
 * `GET /sync/v1/stream` streams every change of the caller's team for as long as the token is valid. A device whose stream ends opens
 * another with a new token and pulls what it missed; this also bounds the life of connections that died unnoticed.
 */
export const createStreamRoute = (parts: Parts): Router => {
  const router = Router();
  const times = parts.times ?? usualTimes;
  const ofSession = createOpenStreams(MAX_STREAMS_OF_SESSION);
  const ofPerson = createOpenStreams(MAX_STREAMS_OF_PERSON);

  router.get('/sync/v1/stream', async (request, response) => {
    const { teamId, userId, sessionId } = await authenticate(request, parts.accounts);
    response.set(streamHeaders);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const client = createClient(response, sessionId);
    response.once('close', ofSession.add(sessionId, client));
    response.once('close', ofPerson.add(userId, client));
    const leave = await parts.hub.join(teamId, client);
    if (request.socket.destroyed || response.writableEnded) return leave();

    response.flushHeaders();
    request.socket.setNoDelay(true);
    client.begin();

    const beating = setInterval(() => client.beat(times.stalled), times.heartbeat);
    const watching = setInterval(async () => {
      try {
        await authenticate(request, parts.accounts);
      } catch (error) {
        if (isNoLongerAllowed(error)) client.end();
        else parts.log.warn({ error, sessionId }, 'A session could not be checked; its stream goes on');
      }
    }, times.accessCheck);
    response.once('close', () => {
      clearInterval(beating);
      clearInterval(watching);
      leave();
    });
  });
  return refuseOtherMethods(router);
};

const isNoLongerAllowed = (error: unknown): boolean =>
  hasCode(error, 'auth.token_expired') || hasCode(error, 'auth.token_invalid');

/** The open streams of each session or person, oldest first; exceeding the limit ends the oldest. */
const createOpenStreams = (limit: number) => {
  const byOwner = new Map<string, Set<StreamClient>>();
  return {
    /** Returns a function to call when the stream is closed. */
    add: (ownerId: string, client: StreamClient): (() => void) => {
      const streams = byOwner.get(ownerId) ?? new Set();
      byOwner.set(ownerId, streams.add(client));
      const [oldest] = streams;
      if (streams.size > limit) oldest?.end();
      return () => {
        streams.delete(client);
        if (streams.size === 0) byOwner.delete(ownerId);
      };
    },
  };
};

const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

type Connection = StreamClient & {
  /** Sends `ready`; events are sent from then on. */
  begin(): void;
  beat(stalledAfter: number): void;
};

/** One client's connection. It buffers at most `MAX_WAITING_BYTES` plus one frame, so a slow client does not affect the others. */
const createClient = (response: Response, sessionId: string): Connection => {
  const id = randomUUID();
  const missed = new Set<StreamTopic>();
  let begun = false;
  let fullSince: number | undefined;

  response.on('drain', () => {
    if (fullSince === undefined || response.writableEnded) return;
    fullSince = undefined;
    for (const topic of missed) response.write(toFrame(missedOf(topic)));
    missed.clear();
  });

  return {
    id,
    sessionId,
    send: (frame, topic) => {
      // The client pulls whatever changed before `ready`.
      if (!begun || response.writableEnded) return;
      if (fullSince !== undefined || isFull(response, frame)) {
        fullSince ??= performance.now();
        missed.add(topic);
      } else {
        response.write(frame);
      }
    },
    begin: () => {
      begun = true;
      response.write(toFrame({ type: 'ready', stream: id, version: SYNC_VERSION }));
    },
    beat: (stalledAfter) => {
      if (response.writableEnded) return;
      if (fullSince === undefined) response.write(': beat\n\n');
      else if (performance.now() - fullSince > stalledAfter) response.destroy();
    },
    end: () => {
      if (response.headersSent && !response.writableNeedDrain) response.end();
      else response.destroy();
    },
  };
};

const missedOf = (topic: StreamTopic): StreamEvent =>
  topic === 'runs' ? { type: 'runs-missed' } : { type: 'resync', collection: topic };

/** The connection counts as full only if a `drain` event will follow; a frame of any size may go into an empty buffer. */
const isFull = (response: Response, frame: Uint8Array): boolean =>
  response.writableNeedDrain && response.writableLength + frame.length > MAX_WAITING_BYTES;
