import { useTranslation } from 'react-i18next';
import type { RxCollection } from 'rxdb';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { useWorkspace } from '../../database/use-live.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { RefusedChange } from '../../replication/refused-rows.ts';
import { splitRefused } from './refused-path.ts';
import { changeAgain } from './use-refused.ts';
import { withValueAt } from './with-value-at.ts';

/**
 * Puts the server's value back where it refused another one; the rest of the change goes on its way. Can be taken back.
 * Absent for a record that the server does not have.
 */
export const useRestore = (change: RefusedChange): (() => void) | undefined => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  if (!change.base || change.base._deleted) return undefined;
  const restore = async (): Promise<void> => {
    await restoreServers(workspace, change);
    toast(t('sync.refused.restored'), {
      action: { label: t('action.undo'), onClick: () => void changeAgain(workspace, change).catch(reportFailure) },
    });
  };
  return () => void restore().catch(reportFailure);
};

const restoreServers = async ({ collections, refused }: Workspace, change: RefusedChange): Promise<void> => {
  const { at, others } = splitRefused(change);
  if (others === 0) return refused.discard(change);
  // The table of collections is typed one by one; a refused change is a document of any of them.
  const collection = collections[change.collection] as unknown as RxCollection<{ readonly id: string }>;
  const present = await collection.findOne(change.id).exec();
  await present?.incrementalModify((current) =>
    at.reduce((next, { path, theirs }) => withValueAt(next, path, theirs), current),
  );
};
