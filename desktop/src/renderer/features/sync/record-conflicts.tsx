import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import { classNames } from '../../ui/class-names.ts';
import { ConflictMark } from './conflict-mark.tsx';
import { choicesOf, type Synced } from './conflicts.ts';
import { DeletionNotice } from './deletion-notice.tsx';
import { useChoose } from './use-choose.ts';

type RecordConflictsProps = {
  readonly collection: CollectionName;
  readonly document: Synced;
  /** Addresses of the fields that carry a mark of their own; those within them do, too. */
  readonly marked?: readonly string[];
  readonly className?: string;
};

/** What waits for a choice in a record beside the fields that are in sight: a deletion, and fields without a place here. */
export const RecordConflicts = ({ collection, document, marked = [], className }: RecordConflictsProps) => {
  const choose = useChoose();
  const choices = choicesOf(document).filter(
    ({ path }) => !marked.some((field) => path === field || path.startsWith(`${field}/`)),
  );
  if (choices.length === 0) return null;
  return (
    <div className={classNames('flex flex-wrap items-start gap-2', className)}>
      {choices.map(({ path, others: [newest] }) =>
        path === '' ? (
          <DeletionNotice
            key={path}
            collection={collection}
            deletion={newest}
            onChoose={(conflictId) => void choose({ collection, document, path }, conflictId)}
          />
        ) : (
          <ConflictMark key={path} collection={collection} document={document} path={path} named />
        ),
      )}
    </div>
  );
};
