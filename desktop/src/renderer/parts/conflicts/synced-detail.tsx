import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { ReactNode } from 'react';
import { Detail } from '../../ui/layout/section.tsx';
import { RefusalNote } from '../refusals/refusal-note.tsx';
import { ConflictMark } from './conflict-mark.tsx';
import type { Synced } from './conflicts.ts';

type SyncedDetailProps = {
  readonly collection: EditedCollection;
  readonly document: Synced;
  readonly path: string;
  readonly label: ReactNode;
  readonly children: ReactNode;
};

/** A labeled value of a record, with a mark if it has conflicting values. */
export const SyncedDetail = ({ label, children, ...field }: SyncedDetailProps) => (
  <Detail label={label} field={field.path}>
    {children} <ConflictMark {...field} />
    <RefusalNote {...field} />
  </Detail>
);
