import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { useEffect, useState } from 'react';
import { isClean, type StoredDocument } from '../../database/marks/sync-mark.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

export type Unsent = {
  /** What the server held when this person changed it. */
  readonly base: SyncDocument | undefined;
};

/** Whether the server does not have this work as it stands here; undefined when it has. */
export const useUnsent = (id: string): Unsent | undefined => {
  const { collections } = useWorkspace();
  const [unsent, setUnsent] = useState<Unsent>();
  useEffect(() => {
    const subscription = collections.work.findOne(id).$.subscribe((found) => {
      // The mark lies beside the fields, where only the whole stored document has it.
      const stored = found?.toJSON(true) as unknown as StoredDocument | undefined;
      setUnsent(stored && !isClean(stored) ? { base: stored._meta.base } : undefined);
    });
    return () => subscription.unsubscribe();
  }, [collections, id]);
  return unsent;
};
