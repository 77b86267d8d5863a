import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { elementsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';

/** Fields with a choice among a few values. */
export const choicePathsOf = (collection: ReplicatedCollection, document: SyncDocument): readonly string[] => {
  switch (collection) {
    case 'leads':
      return ['/stage'];
    case 'conversations':
      return ['/mode', '/status', '/assigneeId'];
    case 'twins':
      return elementsOf(document.facts).map(({ id }) => pointerTo(pointerTo('/facts', id), 'state'));
    case 'settings':
      return elementsOf(document.marks).map(({ id }) => pointerTo(pointerTo('/marks', id), 'grade'));
    default:
      return [];
  }
};
