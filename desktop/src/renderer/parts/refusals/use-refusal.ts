import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import type { Synced } from '../conflicts/conflicts.ts';
import { refusedPath } from './refused-path.ts';

/** A refused change with the path of the field concerned. */
export type Refusal = { readonly change: RefusedChange; readonly path: string };

type Kept = { readonly collection: ReplicatedCollection; readonly document: Synced };

/** The refusal of a record's change, until the person changes the record again. */
export const useRefusal = ({ collection, document }: Kept): Refusal | undefined => {
  const { refused } = useSyncState('refused');
  const change = refused.find((each) => each.collection === collection && each.id === document.id);
  if (!change || change.document._deleted) return undefined;
  const path = refusedPath(change);
  const isStill = path === '' || isSameValue(valueAt(document, path), valueAt(change.document, path));
  return isStill ? { change, path } : undefined;
};
