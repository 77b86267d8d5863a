import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { digestText } from '@inbetwin/shared/text/digest-text.ts';
import type { RxCollection } from 'rxdb';
import { type LabPassage, readPassages } from '../marking/read-passages.ts';

/** Where a marked text is now. */
export type Place = Pick<LabPassage, 'id' | 'sourceId'>;

/** Finds where the marked texts are now, by digest; deleted ones are missing. Reads all passages only if some have moved. */
export const findMarked = async (
  passages: RxCollection<Passage>,
  marks: readonly Mark[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Place>> => {
  const stored = await passages.findByIds(marks.map(({ passageId }) => passageId)).exec();
  const places = new Map<string, Place>();
  for (const { passageId, digest } of marks) {
    const passage = stored.get(passageId);
    if (passage && digestText(passage.text) === digest) places.set(digest, passage);
  }
  const lost = new Set(marks.map(({ digest }) => digest).filter((digest) => !places.has(digest)));
  if (lost.size === 0) return places;
  for (const passage of await readPassages(passages, signal)) {
    const digest = digestText(passage.text);
    if (lost.delete(digest)) places.set(digest, passage);
  }
  return places;
};
