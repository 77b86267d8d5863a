import type { DocumentOf, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { useEffect, useState } from 'react';
import type { LocalDocument } from '../../database/local-keys.ts';
import { useLive, useWorkspace } from './use-live.ts';

/** A live document: undefined before the first local result, null if it does not exist. */
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

/** Live documents by id: undefined before the first result. While other ids are being read, the previous documents stay. */
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
