import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Request } from 'express';
import { unlessMissing } from '../store/durable-file.ts';
import { OWNER_ONLY } from '../store/owner-only.ts';
import { createTeamSlots, type TeamSlotLimits } from './slots.ts';

/** How many large bodies are received or wait, and how many are worked on. */
export type IntakeLimits = TeamSlotLimits & {
  /** Those that are worked on, and so in memory, at the same time; of one team it is one. */
  readonly atOnce: number;
};

const usual: IntakeLimits = { own: 4, perTeam: 48, inAll: 96, atOnce: 3 };

/** A file that is older was left by a process whose number another one has now. Milliseconds. */
const LIFETIME = 3_600_000;
/** Seconds after which another try makes sense. */
const WAIT = 5;

/** Where large bodies wait on the disk for their turn, however many come at once. */
export type Intake = {
  /**
   * Gives `receive` the name of a file to write to, then waits for a turn and has `work` done. The file is gone afterwards,
   * whatever happened. Throws `request.too_many` when too many wait already.
   */
  take<R, T>(teamId: string, steps: Steps<R, T>): Promise<T>;
};

type Steps<R, T> = {
  readonly receive: (file: string) => Promise<R>;
  readonly work: (received: R) => Promise<T>;
};

/** Makes the folder, or empties it of what killed processes left there. */
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

/** At most `atOnce` tasks at the same time and one of each team, so that no team's uploads hold up another's for long. */
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

/** A process of this number before the present one, as in a container that was started again, is over. */
const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Writes a request's body to a file without holding more of it than comes at once. Throws `request.too_large`. */
export const receiveBody = async (request: Request, file: string, limit: number): Promise<void> => {
  if (Number(request.get('content-length')) > limit) throw tooLarge();
  const handle = await open(file, 'wx', OWNER_ONLY.file);
  try {
    let size = 0;
    // A request that is refused is not destroyed, or its sender would see a broken line and not the reason.
    for await (const chunk of bytesOf(request)) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
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
