import { Failure } from '../contracts/errors.ts';
import type { Source } from '../entities/source.ts';
import type { Actor, Documents, Edits } from '../ports/collection.ts';
import { eachPage } from '../ports/each-page.ts';
import { carryDetails, changeSource, type SourceChange, settleSource } from './source-details.ts';

const BATCH = 100;

type Knowledge = Pick<Documents, 'sources' | 'passages'>;
/** Receives the share of passages that carry the change, from 0 to 1. */
type Progress = (share: number) => void;
type Changing = {
  readonly sourceId: string;
  readonly change: SourceChange;
  readonly now: number;
  /** Throws if the change may not be made in this state of the source. */
  readonly require?: (present: Source) => void;
};

/**
 * Changes a source and then each of its passages; undefined if the source does not exist. A crash in between leaves the source `changing`,
 * and `applyChange` completes it. Throws `resource.conflict` for a source that is not ready.
 */
export const changeDetails = async (
  documents: Knowledge,
  { sourceId, change, now, require }: Changing,
): Promise<Source | undefined> => {
  const stored = await applyChange(documents, sourceId);
  if (stored && stored.state !== 'ready') throw notReady();
  await documents.sources.update(sourceId, (current) => {
    require?.(current);
    return changeSource(current, change, now);
  });
  return applyChange(documents, sourceId);
};

/**
 * Makes a person's change of the source that was shown to them, and carries it to each of its passages. If it is interrupted, the source is
 * marked as `changing`, and `finishSourceChanges` completes it. Throws `resource.not_found` if the source was deleted.
 */
export const editSource = async (
  { documents }: Pick<Actor, 'documents'>,
  edits: Edits<Source>,
  onProgress?: Progress,
): Promise<Source> => {
  const { id } = edits[0].shown;
  const present = await applyChange(documents, id);
  if (!present) throw new Failure('resource.not_found', 'The source was deleted meanwhile.', 'Import it again.');
  // The passages carry the stored details, whatever the person was shown.
  const marked = {
    shown: present,
    next: (source: Source) => ({ ...source, changing: { titleBefore: present.title } }),
  };
  await documents.sources.edit(...edits, marked);
  return (await applyChange(documents, id, onProgress)) ?? present;
};

/** Completes the changes that were interrupted, on this device or another. A device calls it when it opens. */
export const finishSourceChanges = async ({ documents }: Pick<Actor, 'documents'>): Promise<void> => {
  for await (const page of eachPage(documents.sources, { index: ['updatedAt'], equals: [], limit: BATCH })) {
    for (const { id, changing } of page) if (changing) await applyChange(documents, id);
  }
};

/** Completes a change of details, if one is open. Returns the source as it is then. */
export const applyChange = async (
  documents: Knowledge,
  sourceId: string,
  onProgress?: Progress,
): Promise<Source | undefined> => {
  const source = await documents.sources.get(sourceId);
  return source?.changing === undefined ? source : carryToAll(documents, source, onProgress);
};

/** If the source changes again in the meantime, its latest details win, whichever change ends first. */
const carryToAll = async (documents: Knowledge, source: Source, onProgress?: Progress): Promise<Source | undefined> => {
  await carryToPassages(documents, source, onProgress);
  const settled = await documents.sources.update(source.id, (current) =>
    current.updatedAt === source.updatedAt ? settleSource(current) : current,
  );
  const isOvertaken = settled !== undefined && settled.updatedAt !== source.updatedAt;
  return isOvertaken ? carryToAll(documents, settled, onProgress) : settled;
};

const carryToPassages = async ({ passages }: Knowledge, source: Source, onProgress?: Progress): Promise<void> => {
  const query = { index: ['sourceId', 'position'], equals: [source.id], limit: BATCH };
  let done = 0;
  for await (const page of eachPage(passages, query)) {
    await Promise.all(page.map((found) => passages.update(found, (passage) => carryDetails(passage, source))));
    done += page.length;
    onProgress?.(Math.min(1, done / Math.max(1, source.passageCount)));
  }
};

const notReady = (): Failure =>
  new Failure(
    'resource.conflict',
    'The source is not read yet.',
    'Wait until its state is `ready`, or import it again.',
  );
