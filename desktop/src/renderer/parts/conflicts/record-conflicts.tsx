import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import { classNames } from '../../ui/class-names.ts';
import { RefusalNote } from '../refusals/refusal-note.tsx';
import { isWithin } from '../refusals/refused-path.ts';
import { useRefusal } from '../refusals/use-refusal.ts';
import { ConflictMark } from './conflict-mark.tsx';
import { choicesOf, type Synced } from './conflicts.ts';
import { DeletionNotice } from './deletion-notice.tsx';
import { useChoose } from './use-choose.ts';

type RecordConflictsProps = {
  readonly collection: EditedCollection;
  readonly document: Synced;
  /** Paths of fields that have a mark of their own, which also covers fields within them. */
  readonly marked?: readonly string[];
  /** Paths of fields that have a note of their own about refused changes. */
  readonly noted?: readonly string[];
  readonly className?: string;
};

/** Shows what needs a decision in a record besides its visible fields: a deletion, a refusal, and conflicts at fields not shown here. */
export const RecordConflicts = ({
  collection,
  document,
  marked = [],
  noted = marked,
  className,
}: RecordConflictsProps) => {
  const refusal = useRefusal({ collection, document });
  const choose = useChoose();
  const choices = choicesOf(document).filter(
    ({ path }) => !marked.some((field) => path === field || path.startsWith(`${field}/`)),
  );
  const isNoted = refusal === undefined || noted.some((field) => isWithin(refusal.path, field));
  if (choices.length === 0 && isNoted) return null;
  return (
    <div className={classNames('flex flex-wrap items-start gap-2', className)}>
      {!isNoted && <RefusalNote collection={collection} document={document} path="" named />}
      {choices.map(({ path, others: [newest] }) =>
        path === '' ? (
          <DeletionNotice
            key={path}
            collection={collection}
            document={document}
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
