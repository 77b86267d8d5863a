import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import type { Actor } from '@inbetwin/shared/ports/collection.ts';
import { addRxPlugin, createRxDatabase, type RxCollection, type RxStorage } from 'rxdb';
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { reportFailure } from '../base/report-failure.ts';
import type { StorageHealth } from '../storage/storage-health.ts';
import { thisTab } from '../storage/tab.ts';
import { createDeviceDocuments } from './documents/device-documents.ts';
import { createDrafts, type Drafts } from './draft-store.ts';
import { createFormDrafts, type FormDrafts } from './form-drafts.ts';
import { createKeptRuns, type KeptRuns } from './kept-runs.ts';
import { type ChangeOrder, openChangeOrder } from './marks/change-order.ts';
import { markWrites, type WriteStamper } from './marks/mark-writes.ts';
import { createRefusedRows, type RefusedRows } from './marks/refused-rows.ts';
import { type StoredDocument, savedDraftsOf } from './marks/sync-mark.ts';
import { openWriteStamper } from './marks/write-stamper.ts';
import { carryMoved } from './opening/carry-moved.ts';
import { forgetTheirPulls } from './opening/drop-unreplicated.ts';
import { migrateCollections, migrationsOf } from './opening/migrate-collections.ts';
import { openStorage } from './opening/open-storage.ts';
import { rxSchemaOf } from './opening/rx-schema.ts';
import { openReplyFiles, type ReplyFiles } from './reply-files.ts';
import { recoverUnsavedDrafts, saveOnLeaving } from './save-on-leaving.ts';
import type { FormPlace } from './stored-form-drafts.ts';
import type { WorkspaceCollections, WorkspaceDatabase } from './workspace-collections.ts';

/** Everything that a person's device stores for one team; in use cases, that person. */
export type Workspace = Actor & {
  readonly name: string;
  readonly database: WorkspaceDatabase;
  /** For live queries; what changes documents goes through `documents`. */
  readonly collections: WorkspaceCollections;
  /** Creates the stamps of local changes. */
  readonly stamper: WriteStamper;
  /** Orders local changes. */
  readonly order: ChangeOrder;
  /** Unsent replies; never replicated. */
  readonly drafts: Drafts;
  /** Files of unsent replies; never replicated. */
  readonly replyFiles: ReplyFiles;
  /** Unsaved changes of forms; never replicated. */
  readonly forms: FormDrafts;
  /** Changes that the server refused; never replicated, and kept until they are resolved. */
  readonly refused: RefusedRows;
  /** The most recently opened runs; never replicated. */
  readonly keptRuns: KeptRuns;
  /** The state of this device's storage. */
  readonly health: StorageHealth;
  close(): Promise<void>;
};

/** How to open a workspace. */
export type WorkspaceOptions = {
  /** One per server, team, and person: see `workspaceNameOf`. */
  readonly name: string;
  /** Dexie on IndexedDB, unless a test passes another storage. */
  readonly storage?: RxStorage<unknown, unknown>;
  /** False if no other tab or window can open the same workspace. */
  readonly multiInstance?: boolean;
  /** The author of local changes; the server replaces it by its own id of the person. */
  readonly author?: string;
  /** The current time in ms since the epoch, by this device's clock. */
  readonly now?: () => number;
  /**
   * The collections to open; defaults to all. Tests that open several workspaces in one process need fewer, because RxDB's free edition
   * opens 13.
   */
  readonly only?: readonly ReplicatedCollection[];
};

addRxPlugin(RxDBLocalDocumentsPlugin);
addRxPlugin(RxDBLeaderElectionPlugin);
addRxPlugin(RxDBMigrationSchemaPlugin);

/** The database name of a workspace, unique per server, team, and person. */
export const workspaceNameOf = (who: {
  readonly server: string;
  readonly teamId: string;
  readonly userId: string;
}): string => `inbetwin-${[who.server, who.teamId, who.userId].map(toNamePart).join('-')}`;

/** RxDB allows letters, digits, `_`, `$`, and `-` in a name. */
const toNamePart = (text: string): string =>
  text.replace(/[^a-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`);

/** Opens a workspace. Throws the storage's error, as a `StorageFailure` if it is a known one; nothing stays open in that case. */
export const openWorkspace = async (options: WorkspaceOptions): Promise<Workspace> => {
  const { storage, health } = await openStorage(options.name, options.storage);
  const database = await createRxDatabase<WorkspaceCollections>({
    name: options.name,
    storage: import.meta.env.DEV ? await withDevelopmentChecks(storage) : storage,
    multiInstance: options.multiInstance ?? true,
    localDocuments: true,
    eventReduce: true,
    closeDuplicates: true,
  });
  try {
    await forgetTheirPulls(database);
    const { collections, stamper, order } = await openCollections(database, options);
    const messageOf = async (draftId: string) =>
      (await collections.messages?.findOne(personReplyIdOf(options.author ?? '', draftId)).exec()) ?? undefined;
    const drafts = createDrafts({ database, tab: thisTab, messageOf });
    const forms = createFormDrafts({ database, tab: thisTab, isSaved: (...draft) => isDraftSaved(collections, draft) });
    await recoverUnsavedDrafts({ workspace: options.name, drafts, forms });
    const saveForTheLastTime = saveOnLeaving({ workspace: options.name, tab: thisTab, drafts, forms });
    return {
      name: options.name,
      database,
      documents: createDeviceDocuments({ collections, stamper }),
      now: options.now ?? (() => Date.now()),
      report: reportFailure,
      collections,
      stamper,
      order,
      drafts,
      replyFiles: openReplyFiles({
        database,
        findMessages: async (ids) => new Set((await collections.messages.findByIds([...ids]).exec()).keys()),
      }),
      forms,
      refused: createRefusedRows({ database, collections }),
      keptRuns: createKeptRuns(options.name),
      health,
      close: async () => {
        await saveForTheLastTime();
        await order.keep();
        drafts.stop();
        forms.stop();
        health.stop();
        await database.close();
      },
    };
  } catch (error) {
    health.stop();
    await database.close().catch(warnNotClosed);
    throw error;
  }
};

/**
 * Whether a draft was saved: a document's write records the drafts that it saves, and a document created from a draft has the draft's id.
 */
export const isDraftSaved = async (
  collections: WorkspaceCollections,
  [{ collection, id }, draftId]: readonly [FormPlace, string],
): Promise<boolean> => {
  const [stored] = await collections[collection].storageInstance.findDocumentsById([id ?? draftId], true);
  if (!stored) return false;
  return id === undefined || savedDraftsOf(stored as unknown as StoredDocument).includes(draftId);
};

const warnNotClosed = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: why it was to be closed is what matters, and that is thrown
  console.warn('What was opened of the workspace could not be closed.', error);
};

const openCollections = async (
  database: WorkspaceDatabase,
  { only = replicatedNames, author = '', now = Date.now, storage }: WorkspaceOptions,
): Promise<Pick<Workspace, 'collections' | 'stamper' | 'order'>> => {
  const collections = (await database.addCollections(
    Object.fromEntries(only.map((name) => [name, collectionOptions(name)])),
  )) as unknown as WorkspaceCollections;
  await migrateCollections(Object.values(collections));
  // Former versions stored their collections in IndexedDB, which a test's own storage stands in for.
  if (!storage) await carryMoved(database.name, { database, collections });
  const [stamper, order] = await Promise.all([openWriteStamper({ database, author, now }), openChangeOrder(database)]);
  for (const name of only) markWrites(name, collections[name] as RxCollection, { stamper, order });
  return { collections, stamper, order };
};

const collectionOptions = (name: ReplicatedCollection) => ({
  schema: rxSchemaOf(entities[name]),
  migrationStrategies: migrationsOf(name),
  autoMigrate: false,
});

/** RxDB's own checks and schema validation for development and tests; too expensive for production. */
const withDevelopmentChecks = async (storage: RxStorage<unknown, unknown>): Promise<RxStorage<unknown, unknown>> => {
  const { addDevelopmentChecks } = await import('./opening/development-checks.ts');
  return addDevelopmentChecks(storage);
};
