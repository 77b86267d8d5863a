import { Failure } from '../contracts/errors.ts';
import type { Source } from '../entities/source.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { carryDetails, changeSource, type SourceChange, settleSource } from './source-details.ts';

const BATCH = 100;

type Knowledge = Pick<TeamDocuments, 'sources' | 'passages'>;
type Changing = {
  readonly sourceId: string;
  readonly change: SourceChange;
  readonly now: number;
  /** Throws when the change may not be made to this state of the source. */
  readonly require?: (present: Source) => void;
};

/**
 * Changes a source and then each of its passages; undefined when there is no such source. A crash in between leaves the
 * source `changing`, and `applyChange` completes it. Throws `resource.conflict` for a source that is not ready.
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

/** Completes a change of details, if one is open; returns the source as it is then. */
export const applyChange = async (documents: Knowledge, sourceId: string): Promise<Source | undefined> => {
  const source = await documents.sources.get(sourceId);
  return source?.changing === undefined ? source : carryToAll(documents, source);
};

/** Should the source change again meanwhile, what it then says has the last word, whichever of the two ends first. */
const carryToAll = async (documents: Knowledge, source: Source): Promise<Source | undefined> => {
  await carryToPassages(documents, source);
  const settled = await documents.sources.update(source.id, (current) =>
    current.updatedAt === source.updatedAt ? settleSource(current) : current,
  );
  return settled && settled.updatedAt !== source.updatedAt ? carryToAll(documents, settled) : settled;
};

const carryToPassages = async ({ passages }: Knowledge, source: Source): Promise<void> => {
  const query = { index: ['sourceId', 'position'], equals: [source.id], limit: BATCH };
  for await (const page of eachPage(passages, query)) {
    await Promise.all(page.map(({ id }) => passages.update(id, (passage) => carryDetails(passage, source))));
  }
};

const notReady = (): Failure =>
  new Failure(
    'resource.conflict',
    'The source is not read yet.',
    'Wait until its state is `ready`, or import it again.',
  );
