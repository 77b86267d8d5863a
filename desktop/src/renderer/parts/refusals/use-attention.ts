import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import { latestFirst } from '@inbetwin/shared/merge/stamp-order.ts';
import { useMemo } from 'react';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';
import { type ConflictedDocument, choicesOf, type OpenChoice, type Synced } from '../conflicts/conflicts.ts';
import { useConflicted } from './use-conflicted.ts';

type RefusedItem = { readonly kind: 'refused'; readonly key: string; readonly change: RefusedChange };
/** A field with conflicting values that needs a choice. */
export type ChoiceItem = {
  readonly kind: 'choice';
  readonly key: string;
  readonly collection: EditedCollection;
  readonly document: Synced;
  readonly choice: OpenChoice;
};
/** Something that needs this person's attention. */
export type AttentionItem = RefusedItem | ChoiceItem;

/** Everything that needs this person's attention. */
export type Attention = {
  readonly refused: readonly RefusedItem[];
  readonly choices: readonly ChoiceItem[];
  readonly count: number;
};

/**
 * Everything that needs this person's attention, newest first. A decision that came too late is not a choice, because another one stands.
 */
export const useAttention = (): Attention => {
  const { refused } = useSyncState('refused');
  const conflicted = useConflicted();
  return useMemo(() => {
    const changes = refused.toSorted((a, b) => b.at - a.at).map(refusedItem);
    const isMoot = ({ document }: ConflictedDocument): boolean =>
      refused.some(({ id, rule }) => id === document.id && rule === 'approval.decided');
    const open = conflicted.filter((one) => !isMoot(one));
    const choices = open.flatMap(choiceItems).sort((a, b) => latestFirst(a.choice.others[0], b.choice.others[0]));
    return { refused: changes, choices, count: changes.length + choices.length };
  }, [refused, conflicted]);
};

const refusedItem = (change: RefusedChange): RefusedItem => ({
  kind: 'refused',
  key: `refused ${change.collection}/${change.id}`,
  change,
});

const choiceItems = ({ collection, document }: ConflictedDocument) =>
  choicesOf(document).map(
    (choice): ChoiceItem => ({
      kind: 'choice',
      key: `choice ${collection}/${document.id} ${choice.path}`,
      collection,
      document,
      choice,
    }),
  );
