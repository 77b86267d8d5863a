import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { addRxPlugin, createRxDatabase, type RxCollection, type RxStorage } from 'rxdb';
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { StorageHealth } from '../storage/storage-health.ts';
import { thisTab } from '../storage/tab.ts';
import { createDrafts, type Drafts } from './draft-store.ts';
import { createFormDrafts, type FormDrafts } from './form-drafts.ts';
import { createKeptRuns, type KeptRuns } from './kept-runs.ts';
import { type ChangeOrder, openChangeOrder } from './marks/change-order.ts';
import { markWrites, type Pen } from './marks/mark-writes.ts';
import { openPen } from './marks/pen.ts';
import { createRefusedRows, type RefusedRows } from './marks/refused-rows.ts';
import { type StoredDocument, savedDraftsOf } from './marks/sync-mark.ts';
import { forgetTheirPulls } from './opening/drop-unreplicated.ts';
import { migrateCollections, migrationsOf } from './opening/migrate-collections.ts';
import { openStorage } from './opening/open-storage.ts';
import { rxSchemaOf } from './opening/rx-schema.ts';
import { saveOnLeaving, takeOverLeftBehind } from './save-on-leaving.ts';
import type { FormPlace } from './stored-form-drafts.ts';
import type { WorkspaceCollections, WorkspaceDatabase } from './workspace-collections.ts';

/** Everything a person's device holds of one team. */
export type Workspace = {
  readonly name: string;
  readonly database: WorkspaceDatabase;
  readonly collections: WorkspaceCollections;
  /** Signs what is changed here. */
  readonly pen: Pen;
  /** Of changes that are made here. */
  readonly order: ChangeOrder;
  /** Replies that are being written; never replicated. */
  readonly drafts: Drafts;
  /** What forms have not saved; never replicated. */
  readonly forms: FormDrafts;
  /** Changes that the server refused; never replicated, kept until mended. */
  readonly refused: RefusedRows;
  /** The runs that were opened last; never replicated. */
  readonly keptRuns: KeptRuns;
  /** Of this device's storage. */
  readonly health: StorageHealth;
  close(): Promise<void>;
};

export type WorkspaceOptions = {
  /** One per server, team and person: `workspaceNameOf`. */
  readonly name: string;
  /** Dexie on IndexedDB unless a test brings its own. */
  readonly storage?: RxStorage<unknown, unknown>;
  /** False when no other tab or window can open the same name. */
  readonly multiInstance?: boolean;
  /** Whose changes are made here; the server puts its own name for the person in its place. */
  readonly author?: string;
  /** ms since the epoch, by this device's clock. */
  readonly now?: () => number;
  /** Collections to open; all unless several workspaces share a process, in which RxDB's free edition opens 13. */
  readonly only?: readonly ReplicatedCollection[];
};

addRxPlugin(RxDBLocalDocumentsPlugin);
addRxPlugin(RxDBLeaderElectionPlugin);
addRxPlugin(RxDBMigrationSchemaPlugin);

/** Two servers, teams or people on one device never share a database. */
export const workspaceNameOf = (who: {
  readonly server: string;
  readonly teamId: string;
  readonly userId: string;
}): string => `inbetwin-${[who.server, who.teamId, who.userId].map(toNamePart).join('-')}`;

/** RxDB takes letters, digits, `_`, `$` and `-` in a name. */
const toNamePart = (text: string): string =>
  text.replace(/[^a-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`);

/** Throws what the storage failed with; a `StorageFailure` where that is known. Nothing stays open then. */
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
    const { collections, pen, order } = await openCollections(database, options);
    const messageOf = async (draftId: string) =>
      (await collections.messages?.findOne(personReplyIdOf(options.author ?? '', draftId)).exec()) ?? undefined;
    const drafts = createDrafts({ database, tab: thisTab, messageOf });
    const forms = createFormDrafts({ database, tab: thisTab, isSaved: (...draft) => isDraftSaved(collections, draft) });
    await takeOverLeftBehind({ workspace: options.name, drafts, forms });
    const saveForTheLastTime = saveOnLeaving({ workspace: options.name, tab: thisTab, drafts, forms });
    return {
      name: options.name,
      database,
      collections,
      pen,
      order,
      drafts,
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
    await database.close().catch(tellNotClosed);
    throw error;
  }
};

/** The write of a document names the drafts that it saved; a document that was made from a draft has the draft's id. */
export const isDraftSaved = async (
  collections: WorkspaceCollections,
  [{ collection, id }, draftId]: readonly [FormPlace, string],
): Promise<boolean> => {
  const [stored] = await collections[collection].storageInstance.findDocumentsById([id ?? draftId], true);
  if (!stored) return false;
  return id === undefined || savedDraftsOf(stored as unknown as StoredDocument).includes(draftId);
};

const tellNotClosed = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: why it was to be closed is what matters, and that is thrown
  console.warn('What was opened of the workspace could not be closed.', error);
};

const openCollections = async (
  database: WorkspaceDatabase,
  { only = replicatedNames, author = '', now = Date.now }: WorkspaceOptions,
): Promise<Pick<Workspace, 'collections' | 'pen' | 'order'>> => {
  const collections = (await database.addCollections(
    Object.fromEntries(only.map((name) => [name, collectionOptions(name)])),
  )) as unknown as WorkspaceCollections;
  await migrateCollections(Object.values(collections));
  const [pen, order] = await Promise.all([openPen({ database, author, now }), openChangeOrder(database)]);
  for (const name of only) markWrites(name, collections[name] as RxCollection, { pen, order });
  return { collections, pen, order };
};

const collectionOptions = (name: ReplicatedCollection) => ({
  schema: rxSchemaOf(entities[name]),
  migrationStrategies: migrationsOf(name),
  autoMigrate: false,
});

/** RxDB's own checks and schema validation, for development and tests: heavy, so never in a build. */
const withDevelopmentChecks = async (storage: RxStorage<unknown, unknown>): Promise<RxStorage<unknown, unknown>> => {
  const { addDevelopmentChecks } = await import('./opening/development-checks.ts');
  return addDevelopmentChecks(storage);
};
