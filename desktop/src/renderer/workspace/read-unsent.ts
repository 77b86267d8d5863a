import { DOCUMENTS, isCollection, LOCAL_PART, listStored, type StoredDatabase } from '../database/stored-databases.ts';
import { FORM_DRAFTS } from '../database/stored-form-drafts.ts';
import { openAsItIs, visitRecords } from '../database/stored-records.ts';
import { listUnsavedRecords, type UnsavedDrafts } from '../database/unsaved-drafts.ts';
import { answerOf } from '../storage/idb.ts';

type Raw = Readonly<Record<string, unknown>>;

/** A document with unsent changes; `version` is that of the schema it was stored with. */
export type StoredChange = { readonly collection: string; readonly version: number; readonly document: unknown };

/** Everything that exists only on this device, in its stored form. */
export type Unsent = {
  /** Documents whose current state the server does not have, including refused ones. */
  readonly changes: readonly StoredChange[];
  readonly drafts: readonly { readonly conversationId: string; readonly text: string }[];
  /** Unsaved form drafts in their stored form. */
  readonly forms: readonly unknown[];
  /** Refused changes with the server's reasons. */
  readonly refused: readonly unknown[];
  /** The number of unreadable records per part, or only the name if the whole part is unreadable. */
  readonly unreadable: readonly { readonly part: string; readonly records?: number }[];
};

/**
 * Bypasses RxDB, so that it works even if the workspace cannot be opened, and changes nothing. Rejects if there is nothing to read at all.
 */
export const readUnsent = async (workspace: string): Promise<Unsent> => {
  const changes: StoredChange[] = [];
  const others = await visitUnsent(workspace, (some) => changes.push(...some));
  return { ...others, changes };
};

/** Like `readUnsent`, for any number of changes: `visit` receives them in slices, and they are not collected. */
export const visitUnsent = async (
  workspace: string,
  visit: (changes: readonly StoredChange[]) => void,
): Promise<Omit<Unsent, 'changes'>> => {
  const stored = await listStored(workspace);
  // A store that the browser itself cannot read appears to be empty.
  if (stored.length === 0) throw new Error('Nothing of this workspace can be found on this device.');
  const parts: Partial<Unsent>[] = [];
  for (const one of stored) parts.push(await readPart(one, visit));
  const left = listUnsavedRecords(workspace).map((record) => record.left);
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

/** Reads the changes with these ids of one collection and version; missing ones are left out. */
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

/** A record that is not a document is not on the server either, so it is included. */
const changesOf = ({ part, version }: StoredDatabase, records: readonly unknown[]): readonly StoredChange[] =>
  records
    .filter((record) => !isAcknowledged(record))
    .map((record) => ({ collection: part, version, document: withoutLocal(record) }));

/** Values derived for this device's indexes are not user data. */
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

/** Adds drafts that a page could not save before it was left, except those that were stored after all. */
const withLeftDrafts = (stored: Unsent['drafts'], left: readonly UnsavedDrafts[]): Unsent['drafts'] => {
  const isKnown = (one: Unsent['drafts'][number]): boolean =>
    stored.some(({ conversationId, text }) => conversationId === one.conversationId && text === one.text);
  const found = left.flatMap(({ drafts }) =>
    drafts.map(({ conversationId, text: { text } }) => ({ conversationId, text })),
  );
  return [...stored, ...found.filter((one) => one.text !== '' && !isKnown(one))];
};

const withLeftForms = (stored: readonly unknown[], left: readonly UnsavedDrafts[]): readonly unknown[] => {
  const found = left.flatMap(({ forms }) => forms.map(({ draft }) => draft));
  const isReplaced = (one: unknown): boolean => isRaw(one) && found.some(({ id }) => id === one.id);
  return [...stored.filter((one) => !isReplaced(one)), ...found.filter(({ fields }) => Object.keys(fields).length > 0)];
};

const formsOf = ({ id, data }: Raw): readonly unknown[] =>
  id === FORM_DRAFTS && isRaw(data) && Array.isArray(data.drafts) ? data.drafts : [];

const refusedOf = ({ id, data }: Raw): readonly unknown[] =>
  id === 'refused-rows' && isRaw(data) && isRaw(data.rows) ? Object.values(data.rows) : [];

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null;
