import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Request } from 'express';
import { unlessMissing } from '../../store/blobs/durable-file.ts';
import { OWNER_ONLY } from '../../store/owner-only.ts';
import { createTeamSlots, type TeamSlotLimits } from '../limits/slots.ts';

/** Limits for large request bodies: how many may be received or queued, and how many are processed at once. */
export type IntakeLimits = TeamSlotLimits & {
  /** Bodies that are processed, and therefore held in memory, at the same time; at most one per team. */
  readonly atOnce: number;
};

const usual: IntakeLimits = { own: 4, perTeam: 48, inAll: 96, atOnce: 3 };

/** Milliseconds. An older file was left by a process that has ended, even if another process has its id now. */
const LIFETIME = 3_600_000;
/** Seconds after which a client should retry. */
const WAIT = 5;

/** Queues large request bodies on disk, so that memory use does not grow with their number. */
export type Intake = {
  /**
   * Calls `receive` with the name of a file to write to, waits for a turn, then calls `work`. The file is always removed afterwards.
   * Throws `request.too_many` when the queue is full.
   */
  take<R, T>(teamId: string, steps: Steps<R, T>): Promise<T>;
};

type Steps<R, T> = {
  readonly receive: (file: string) => Promise<R>;
  readonly work: (received: R) => Promise<T>;
};

/** Creates the folder, or removes the files that killed processes left in it. */
export const openIntake = async (folder: string, limits: IntakeLimits = usual): Promise<Intake> => {
  await removeLeftovers(folder);
  const inTurn = createTeamTurns(limits.atOnce);
  const places = createTeamSlots(limits, { what: 'Too many uploads', retryAfter: WAIT });

  return {
    take: async (teamId, { receive, work }) => {
      const leave = places.take(teamId);
      const file = join(folder, `${process.pid}.${randomUUID()}`);
      try {
        const received = await receive(file);
        return await inTurn(teamId, () => work(received));
      } finally {
        await rm(file, { force: true });
        leave();
      }
    },
  };
};

/** Runs at most `atOnce` tasks at the same time and one per team, so that no team's uploads delay another's for long. */
const createTeamTurns = (atOnce: number) => {
  const working = new Set<string>();
  const waiting: { readonly teamId: string; readonly begin: () => void }[] = [];

  const beginNext = (): void => {
    if (working.size >= atOnce) return;
    const at = waiting.findIndex(({ teamId }) => !working.has(teamId));
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (!next) return;
    working.add(next.teamId);
    next.begin();
  };

  return async <T>(teamId: string, task: () => Promise<T>): Promise<T> => {
    await new Promise<void>((begin) => {
      waiting.push({ teamId, begin });
      beginNext();
    });
    try {
      return await task();
    } finally {
      working.delete(teamId);
      beginNext();
    }
  };
};

/** Several processes may share the folder. */
const removeLeftovers = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const found = await unlessMissing(stat(file));
    if (!found) continue;
    const isLeft = !isRunning(Number.parseInt(name, 10)) || Date.now() - found.mtimeMs > LIFETIME;
    if (isLeft) await rm(file, { force: true });
  }
};

/** A file with this process's own id was left by an earlier process with the same id, as in a restarted container. */
const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Streams a request's body to a file. Throws `request.too_large`. */
export const receiveBody = async (request: Request, file: string, limit: number): Promise<void> => {
  requireSize(request, limit);
  const handle = await open(file, 'wx', OWNER_ONLY.file);
  try {
    let size = 0;
    // A refused request is not destroyed, because its sender would then see a broken connection instead of the reason.
    for await (const chunk of bytesOf(request)) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
};

/** Throws `request.too_large` if the declared length is too large, so that the sender need not send the body. */
export const requireSize = (request: Request, limit: number): void => {
  if (Number(request.get('content-length')) > limit) throw tooLarge();
};

async function* bytesOf(request: Request): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) yield Buffer.from(chunk);
  } catch (cause) {
    throw new Failure('request.malformed', 'The body was cut off.', 'Send it again.', { cause });
  }
}

const tooLarge = (): Failure =>
  new Failure(
    'request.too_large',
    'The body is larger than this address takes.',
    'Send less at once; upload long texts as a file.',
  );
