import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { SetPassage } from '@inbetwin/shared/search/evaluation/to-search-set.ts';
import type { RxCollection } from 'rxdb';

/** Small enough that the page stays responsive between slices. */
const SLICE = 500;

/** A passage as evaluations need it. */
export type LabPassage = SetPassage & Pick<Passage, 'sourceId'>;

/** Reads every passage on this device, by id. Rejects with the signal's reason when aborted. */
export const readPassages = async (
  passages: RxCollection<Passage>,
  signal?: AbortSignal,
): Promise<readonly LabPassage[]> => {
  const read: LabPassage[] = [];
  for (let last = ''; ; ) {
    signal?.throwIfAborted();
    const query = passages.find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: SLICE });
    const slice = await query.exec();
    for (const { id, sourceId, title, text, question, language } of slice) {
      read.push({ id, sourceId, title, text, question, language });
    }
    const end = slice.at(-1)?.id;
    if (end === undefined) return read;
    last = end;
  }
};
