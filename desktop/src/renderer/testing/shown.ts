import type { DocumentOf, EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** The document as a screen shows it now. Rejects if it does not exist. */
export const shown = async <N extends EditedCollection>(
  { collections }: Pick<Workspace, 'collections'>,
  name: N,
  id: string,
): Promise<DocumentOf<N>> =>
  // The table of collections is typed per collection.
  (await collections[name].findOne(id).exec(true)).toMutableJSON() as unknown as DocumentOf<N>;
