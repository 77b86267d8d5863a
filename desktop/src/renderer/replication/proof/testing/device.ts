import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { OPEN_COLLECTIONS } from 'rxdb';
import { isClean, type StoredDocument } from '../../../database/marks/sync-mark.ts';
import { openWorkspace, type Workspace } from '../../../database/workspace-database.ts';
import { createSession } from '../../../session/create-session.ts';
import type { Replication } from '../../replication.ts';
import { startReplication } from '../../start-replication.ts';
import { createTestStorage } from '../../testing/open-device.ts';
import { createDisk } from './device-storage.ts';
import { type Line, openLine } from './faulty-network.ts';
import { silenceTabs } from './lonely-channel.ts';
import { type Life, live } from './process-life.ts';
import type { Person, ProofServer } from './proof-server.ts';

/** The program that is running on a device. */
export type Program = { readonly life: Life; readonly workspace: Workspace; readonly replication: Replication };

export type Kill = { readonly inAccesses: number; readonly applied: boolean };

/** One person's device, whose disk survives its programs. */
export type Device = {
  readonly name: string;
  readonly person: Person;
  readonly line: Line;
  readonly collections: readonly ReplicatedCollection[];
  program(): Program | undefined;
  start(): Promise<void>;
  /** Stops cleanly, after everything under way has finished. */
  stop(): Promise<void>;
  /** Deletes the local copy and downloads it again, unless it contains unsent changes. */
  renew(): Promise<void>;
  /** Kills the program in the middle of its work, or at once if nothing more is to be read or written. */
  killSoon(kill: Kill): void;
  kill(): void;
  shiftClock(ms: number): void;
  /** Performs acts one after the other. An act that a death interrupts is never finished. */
  act(task: (program: Program) => Promise<void>): void;
  /** Resolves when all acts are done. */
  idle(): Promise<void>;
  /** The stored documents, including deleted ones. */
  read(collection: ReplicatedCollection): ReadonlyMap<string, StoredDocument>;
  /** Cancels planned deaths. */
  spare(): void;
  isFrozen(): boolean;
  setBacks(): readonly string[];
};

type Parts = {
  readonly name: string;
  readonly person: Person;
  readonly server: ProofServer;
  readonly collections: readonly ReplicatedCollection[];
  readonly now: () => number;
  /** Collections with more documents are held in part; by default all are held whole. */
  readonly wholeUpTo?: number;
};

const url = '';

silenceTabs();

export const createDevice = ({ name, person, server, collections, now, ...bounds }: Parts): Device => {
  const disk = createDisk();
  const line = openLine(server, person.user.id);
  const storage = createTestStorage(url, {
    ...person,
    accessToken: '',
    deviceToken: '',
    refreshToken: `${person.user.id}#${name}`,
  });
  let clockOffset = 0;
  let lifeNumber = 0;
  let life: Life | undefined;
  let program: Program | undefined;
  let acts: Promise<void> = Promise.resolve();
  let dead: Promise<void> = Promise.resolve();
  let die: () => void = () => undefined;

  const open = async (opening: Life): Promise<Program> => {
    const session = createSession({
      fetch: line.fetch(opening),
      baseUrl: url,
      server: async () => url,
      storage,
      exclusively: (task) => task(),
    });
    const workspace = await openWorkspace({
      name,
      storage: disk.openFor(opening),
      multiInstance: false,
      only: collections,
      author: person.user.id,
      now: () => now() + opening.clockOffset,
    });
    const replication = startReplication({
      workspace,
      session,
      backoff: { firstRetryMs: 20, longestRetryMs: 500 },
      ...bounds,
    });
    return { life: opening, workspace, replication };
  };

  const kill = (): void => {
    if (!life) return;
    life.alive = false;
    life = undefined;
    program = undefined;
    // RxDB counts the open collections of this process, those of killed programs included.
    for (const collection of OPEN_COLLECTIONS)
      if (collection.database.name === name) OPEN_COLLECTIONS.delete(collection);
    acts = Promise.resolve();
    die();
  };

  const start = async (): Promise<void> => {
    const starting: Life = { name: `${name}.${lifeNumber++}`, clockOffset, alive: true };
    life = starting;
    const opened = await live(starting, () => open(starting));
    if (starting.alive) program = opened;
  };

  const stop = async (stopping: Program): Promise<void> => {
    await acts;
    if (!stopping.life.alive) return;
    await live(stopping.life, async () => {
      await stopping.replication.stop();
      await stopping.workspace.close();
    });
    if (program !== stopping) return;
    life = undefined;
    program = undefined;
  };

  return {
    name,
    person,
    line,
    collections,
    program: () => program,
    start: async () => {
      if (life) return;
      dead = new Promise((resolve) => {
        die = resolve;
      });
      await Promise.race([start(), dead]);
    },
    stop: async () => {
      if (program) await Promise.race([stop(program), dead]);
    },
    renew: async () => {
      if (!program) return;
      await Promise.race([stop(program), dead]);
      const isSent = collections.every((name) => [...disk.read(name).values()].every(isClean));
      if (!life && isSent) disk.clear();
    },
    killSoon: (when) => disk.killAt({ ...when, onDeath: kill }),
    kill,
    shiftClock: (ms) => {
      clockOffset = ms;
      if (life) life.clockOffset = ms;
    },
    act: (task) => {
      const acting = program;
      if (!acting) return;
      acts = acts.then(() => (acting.life.alive ? live(acting.life, () => task(acting)) : undefined));
    },
    idle: () => Promise.race([acts, dead]),
    spare: disk.spare,
    isFrozen: disk.isFrozen,
    setBacks: disk.setBacks,
    read: disk.read,
  };
};
