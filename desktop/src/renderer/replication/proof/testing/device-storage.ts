import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { isBefore } from '@inbetwin/shared/merge/version-vector.ts';
import type { RxStorage, RxStorageInstance } from 'rxdb';
import { getRxStorageMemory, type RxStorageInstanceMemory } from 'rxdb/plugins/storage-memory';
import { Observable } from 'rxjs';
import { isClean, type StoredDocument, stateOf } from '../../../database/marks/sync-mark.ts';
import { type Life, never } from './process-life.ts';

type Storage = RxStorage<unknown, unknown>;
type Instance = RxStorageInstance<unknown, unknown, unknown>;
type Memory = RxStorageInstanceMemory<StoredDocument>;

/** A device's storage, which survives its programs. */
export type Disk = {
  /** Opens the storage for one program run. Nothing that a program does after its death takes effect. */
  openFor(life: Life): Storage;
  /** Kills the program at its nth access from now; `applied`: that access still takes effect. */
  killAt(access: { readonly inAccesses: number; readonly applied: boolean; readonly onDeath: () => void }): void;
  spare(): void;
  /** Erases everything. */
  clear(): void;
  /** Documents whose newer server state was replaced by an older one. */
  setBacks(): readonly string[];
  /** Whether something read it in an endless loop; it returns nothing since then. */
  isFrozen(): boolean;
  /** The stored documents, whether or not a program runs. */
  read(collection: string): ReadonlyMap<string, StoredDocument>;
};

/** Far more than a story needs. */
const MAX_ACCESSES = 20_000;

let disks = 0;

/** RxDB's memory storage, except that documents are copied in and out, as in a real one. */
export const createDisk = (): Disk => {
  const memory = getRxStorageMemory();
  const disk = disks++;
  const instances = new Map<string, Memory>();
  const setBacks: string[] = [];
  let copies = 0;
  let opened = 0;
  let accesses = 0;
  const isFrozen = (): boolean => accesses > MAX_ACCESSES;
  let killing: { left: number; readonly applied: boolean; readonly onDeath: () => void } | undefined;

  const access = async <T>(life: Life, task: () => Promise<T>): Promise<T> => {
    if (!life.alive || isFrozen()) return never();
    accesses++;
    if (killing && --killing.left <= 0) {
      const { applied, onDeath } = killing;
      killing = undefined;
      if (applied) void task();
      onDeath();
      return never();
    }
    const result = await task();
    return life.alive ? result : never();
  };

  const gate = (inner: Instance, life: Life): Instance => {
    const gated: Instance = Object.create(inner);
    return Object.assign(gated, {
      bulkWrite: (rows: Parameters<Instance['bulkWrite']>[0], context: string) => {
        const copies = structuredClone(rows);
        setBacks.push(...rows.filter(isSetBack).map(({ document }) => show(document)));
        return access(life, async () => structuredClone(await inner.bulkWrite(copies, context)));
      },
      findDocumentsById: (ids: string[], deleted: boolean) =>
        access(life, async () => structuredClone(await inner.findDocumentsById(ids, deleted))),
      query: (query: Parameters<Instance['query']>[0]) =>
        access(life, async () => structuredClone(await inner.query(query))),
      count: (query: Parameters<Instance['count']>[0]) => access(life, () => inner.count(query)),
      changeStream: () =>
        new Observable((subscriber) =>
          inner.changeStream().subscribe((event) => {
            if (life.alive) subscriber.next(structuredClone(event));
          }),
        ),
      close: () => inner.close(),
    });
  };

  return {
    openFor: (life) => ({
      ...memory,
      // RxDB registers databases by storage and name, and a killed one never reports that it is closed.
      name: `memory-${disk}-${opened++}`,
      createStorageInstance: async (params) => {
        const inner = await memory.createStorageInstance({
          ...params,
          databaseName: `${disk}.${copies}-${params.databaseName}`,
        } as Parameters<typeof memory.createStorageInstance>[0]);
        instances.set(params.collectionName, inner as unknown as Memory);
        return gate(inner as unknown as Instance, life) as never;
      },
    }),
    killAt: ({ inAccesses, applied, onDeath }) => {
      killing = { left: inAccesses, applied, onDeath };
    },
    setBacks: () => setBacks,
    isFrozen,
    spare: () => {
      killing = undefined;
    },
    clear: () => {
      copies++;
      instances.clear();
    },
    read: (collection) => {
      const instance = instances.get(collection);
      if (!instance) return new Map();
      instance.ensurePersistence();
      return structuredClone(instance.internals.documents) as ReadonlyMap<string, StoredDocument>;
    },
  };
};

type Row = { readonly previous?: unknown; readonly document: unknown };

const isSetBack = ({ previous, document }: Row): boolean => {
  const [was, is] = [heldOf(previous), heldOf(document)];
  return was !== undefined && is !== undefined && isBefore(seenOf(is), seenOf(was));
};

/** The server's state according to a stored document. */
const heldOf = (stored: unknown): SyncDocument | undefined => {
  const document = stored as StoredDocument | undefined;
  if (!document?._meta) return undefined;
  return isClean(document) ? stateOf(document) : document._meta.base;
};

const show = (document: unknown): string => JSON.stringify(document);
