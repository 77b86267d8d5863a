import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { isEdited } from '@inbetwin/shared/entities/registry.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { withValueAt } from '../conflicts/with-value-at.ts';
import { splitRefused } from './refused-path.ts';
import { changeAgain, readRecord, recordsOf } from './use-refused.ts';

/**
 * Returns a function that restores the server's value of the refused field while the rest of the change is sent; it can be undone.
 * Undefined for a record that the server does not have.
 */
export const useRestore = (change: RefusedChange): (() => void) | undefined => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  if (!change.base || change.base._deleted) return undefined;
  const restore = async (): Promise<void> => {
    const shown = await restoreServers(workspace, change);
    toast(t('sync.refused.restored'), {
      action: {
        label: t('action.undo'),
        onClick: () => void changeAgain(workspace, change, shown).catch(reportFailure),
      },
    });
  };
  return () => void restore().catch(reportFailure);
};

/** Resolves to the record afterwards. */
const restoreServers = async (workspace: Workspace, change: RefusedChange): Promise<SyncDocument | undefined> => {
  const { at, others } = splitRefused(change);
  const { collection } = change;
  if (others === 0 || !isEdited(collection)) {
    await workspace.refused.discard(change);
    return readRecord(workspace, change);
  }
  const next = (current: SyncDocument) =>
    at.reduce((changed, { path, theirs }) => withValueAt(changed, path, theirs), current);
  return recordsOf(workspace, collection).edit({ shown: change.document, next });
};
