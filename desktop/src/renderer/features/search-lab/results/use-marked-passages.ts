import type { Mark } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { findMarked, type Place } from './find-marked.ts';

/** Where marked texts are now, by digest; undefined until it is known. */
export const useMarkedPassages = (marks: readonly Mark[]): ReadonlyMap<string, Place> | undefined => {
  const { collections } = useWorkspace();
  const [places, setPlaces] = useState<ReadonlyMap<string, Place>>();
  const wanted = marks.map(({ passageId, digest }) => `${passageId} ${digest}`).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` says which marks these are
  useEffect(() => {
    if (marks.length === 0) return;
    const leaving = new AbortController();
    findMarked(collections.passages, marks, leaving.signal).then(
      (found) => {
        if (!leaving.signal.aborted) setPlaces(found);
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) reportFailure(error);
      },
    );
    return () => leaving.abort(new Error('The marks are no longer shown.'));
  }, [collections, wanted]);
  return places;
};
