import type { DocumentOf, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { useEffect, useState } from 'react';
import type { LocalDocument } from '../../database/local-keys.ts';
import { useLive, useWorkspace } from './use-live.ts';

/** One local document, live: undefined before the first local answer, null when it is not there. */
export const useDocument = <N extends ReplicatedCollection>(
  collection: N,
  id: string | undefined,
): DocumentOf<N> | null | undefined => {
  const found = useLive<LocalDocument<N>>(
    ({ collections }) => (id === undefined ? undefined : collections[collection].findOne(id)),
    [collection, id],
  );
  return found && (found[0] ?? null);
};

/** Documents by id, live: undefined before the first answer; what was found stays in sight while other ids are read. */
export const useDocuments = <N extends ReplicatedCollection>(
  collection: N,
  ids: readonly string[] | undefined,
): ReadonlyMap<string, DocumentOf<N>> | undefined => {
  const { collections } = useWorkspace();
  const [found, setFound] = useState<ReadonlyMap<string, DocumentOf<N>>>();
  const wanted = [...new Set(ids)].join('\n');
  useEffect(() => {
    if (wanted === '') return;
    const query = collections[collection].findByIds(wanted.split('\n'));
    const subscription = query.$.subscribe((documents) => setFound(documents));
    return () => subscription.unsubscribe();
  }, [collections, collection, wanted]);
  return found;
};
