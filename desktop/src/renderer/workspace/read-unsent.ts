import { type LeftBehind, listLeftBehind } from '../database/left-behind.ts';
import { DOCUMENTS, isCollection, LOCAL_PART, listStored, type StoredDatabase } from '../database/stored-databases.ts';
import { FORM_DRAFTS } from '../database/stored-form-drafts.ts';
import { answerOf } from '../storage/idb.ts';

type Raw = Readonly<Record<string, unknown>>;

/** `version`: of the schema that the document was stored by. */
export type StoredChange = { readonly collection: string; readonly version: number; readonly document: unknown };

/** What is on this device alone, as it is stored. */
export type Unsent = {
  /** Documents that the server does not have in this state, refused ones among them. */
  readonly changes: readonly StoredChange[];
  readonly drafts: readonly { readonly conversationId: string; readonly text: string }[];
  /** What forms have not saved, by the way it is stored. */
  readonly forms: readonly unknown[];
  /** What the server refused, with its reasons. */
  readonly refused: readonly unknown[];
  /** How many records, or the name of the whole part, cannot be read. */
  readonly unreadable: readonly { readonly part: string; readonly records?: number }[];
};

const AT_ONCE = 500;

/**
 * Reads past RxDB, so that it works when the workspace cannot be opened any more; changes nothing. Rejects when there is
 * nothing at all to read.
 */
export const readUnsent = async (workspace: string): Promise<Unsent> => {
  const changes: StoredChange[] = [];
  const others = await visitUnsent(workspace, (some) => changes.push(...some));
  return { ...others, changes };
};

/** The same for as many changes as there may be: `visit` gets them in slices, and nothing keeps them. */
export const visitUnsent = async (
  workspace: string,
  visit: (changes: readonly StoredChange[]) => void,
): Promise<Omit<Unsent, 'changes'>> => {
  const stored = await listStored(workspace);
  // A store that the browser itself cannot read seems to hold nothing.
  if (stored.length === 0) throw new Error('Nothing of this workspace can be found on this device.');
  const parts: Partial<Unsent>[] = [];
  for (const one of stored) parts.push(await readPart(one, visit));
  const left = listLeftBehind(workspace).map((record) => record.left);
  return {
    drafts: withLeftDrafts(
      parts.flatMap(({ drafts = [] }) => drafts),
      left,
    ),
    forms: withLeftForms(
      parts.flatMap(({ forms = [] }) => forms),
      left,
    ),
    refused: parts.flatMap(({ refused = [] }) => refused),
    unreadable: parts.flatMap(({ unreadable = [] }) => unreadable),
  };
};

/** Of one collection and version; those that are not there are left out. */
export const readChanges = async (
  workspace: string,
  { collection, version }: Omit<StoredChange, 'document'>,
  ids: readonly string[],
): Promise<readonly StoredChange[]> => {
  const stored = (await listStored(workspace)).find((one) => one.part === collection && one.version === version);
  if (!stored) return [];
  const database = await openAsItIs(stored.name);
  try {
    const store = database.transaction(DOCUMENTS).objectStore(DOCUMENTS);
    const found = await Promise.all(ids.map((id) => answerOf<unknown>(store.get(id))));
    return changesOf(
      stored,
      found.filter((record) => record !== undefined),
    );
  } finally {
    database.close();
  }
};

const readPart = async (
  stored: StoredDatabase,
  visit: (changes: readonly StoredChange[]) => void,
): Promise<Partial<Unsent>> => {
  if (!isCollection(stored) && stored.part !== LOCAL_PART) return {};
  const local: unknown[] = [];
  const take = (records: readonly unknown[]): void => {
    if (isCollection(stored)) visit(changesOf(stored, records));
    else local.push(...records);
  };
  try {
    const lost = await visitRecords(stored.name, take);
    return { ...localOf(local), unreadable: lost > 0 ? [{ part: stored.part, records: lost }] : [] };
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: it is told as unreadable; whoever wonders why finds it here
    console.warn(`${stored.name} cannot be read.`, error);
    return { ...localOf(local), unreadable: [{ part: stored.part }] };
  }
};

/** A record that is no document is nothing the server has, either. */
const changesOf = ({ part, version }: StoredDatabase, records: readonly unknown[]): readonly StoredChange[] =>
  records
    .filter((record) => !isAcknowledged(record))
    .map((record) => ({ collection: part, version, document: withoutLocal(record) }));

/** What was derived for this device's indexes nobody made. */
const withoutLocal = (record: unknown): unknown => {
  if (!isRaw(record)) return record;
  const { local, ...document } = record;
  return document;
};

const isAcknowledged = (record: unknown): boolean =>
  isRaw(record) && isRaw(record._meta) && record._meta.clean === true;

const localOf = (records: readonly unknown[]): Pick<Unsent, 'drafts' | 'forms' | 'refused'> => {
  const local = records.filter(isRaw).filter(({ _deleted }) => _deleted !== '1');
  return { drafts: local.flatMap(draftsOf), forms: local.flatMap(formsOf), refused: local.flatMap(refusedOf) };
};

const draftsOf = ({ id, data }: Raw): Unsent['drafts'] => {
  const [, conversationId] = typeof id === 'string' ? (/^draft:(.+)$/.exec(id) ?? []) : [];
  if (conversationId === undefined || !isRaw(data)) return [];
  const texts: readonly unknown[] = Array.isArray(data.texts) ? data.texts : [data];
  return texts
    .filter(isRaw)
    .flatMap(({ text }) => (typeof text === 'string' && text !== '' ? [{ conversationId, text }] : []));
};

/** What a page left behind may have been stored all the same. */
const withLeftDrafts = (stored: Unsent['drafts'], left: readonly LeftBehind[]): Unsent['drafts'] => {
  const isKnown = (one: Unsent['drafts'][number]): boolean =>
    stored.some(({ conversationId, text }) => conversationId === one.conversationId && text === one.text);
  const found = left.flatMap(({ drafts }) =>
    drafts.map(({ conversationId, text: { text } }) => ({ conversationId, text })),
  );
  return [...stored, ...found.filter((one) => one.text !== '' && !isKnown(one))];
};

const withLeftForms = (stored: readonly unknown[], left: readonly LeftBehind[]): readonly unknown[] => {
  const found = left.flatMap(({ forms }) => forms.map(({ draft }) => draft));
  const isReplaced = (one: unknown): boolean => isRaw(one) && found.some(({ id }) => id === one.id);
  return [...stored.filter((one) => !isReplaced(one)), ...found.filter(({ fields }) => Object.keys(fields).length > 0)];
};

const formsOf = ({ id, data }: Raw): readonly unknown[] =>
  id === FORM_DRAFTS && isRaw(data) && Array.isArray(data.drafts) ? data.drafts : [];

const refusedOf = ({ id, data }: Raw): readonly unknown[] =>
  id === 'refused-rows' && isRaw(data) && isRaw(data.rows) ? Object.values(data.rows) : [];

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null;

type Visit = (records: readonly unknown[]) => void;

/** Resolves with how many could not be read. */
const visitRecords = async (name: string, visit: Visit): Promise<number> => {
  const database = await openAsItIs(name);
  try {
    if (!database.objectStoreNames.contains(DOCUMENTS)) throw new Error('Its table of documents is missing.');
    return await visitStore(() => database.transaction(DOCUMENTS).objectStore(DOCUMENTS), visit);
  } finally {
    database.close();
  }
};

/** In a transaction of its own each time: one that met something unreadable is over. */
type OpenStore = () => IDBObjectStore;

/** In slices; where one cannot be read, its records one by one. */
const visitStore = async (store: OpenStore, visit: Visit): Promise<number> => {
  const keys = await answerOf(store().getAllKeys());
  let lost = 0;
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const slice = keys.slice(from, from + AT_ONCE);
    const read = await readSlice(store, slice);
    visit(read);
    lost += Math.max(0, slice.length - read.length);
  }
  return lost;
};

const readSlice = async (store: OpenStore, keys: readonly IDBValidKey[]): Promise<readonly unknown[]> => {
  const range = IDBKeyRange.bound(keys[0], keys.at(-1));
  const together = await answerOf<unknown[]>(store().getAll(range)).catch(unread);
  if (together) return together;
  const single = await Promise.all(keys.map((key) => answerOf<unknown>(store().get(key)).catch(unread)));
  return single.filter((record) => record !== undefined);
};

/** Counted by whoever asked. */
const unread = (): undefined => undefined;

/** One that is not there any more is not made. */
const openAsItIs = (name: string): Promise<IDBDatabase> => {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => opening.transaction?.abort();
  return answerOf(opening);
};
