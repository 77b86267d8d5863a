import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { isEdited } from '@inbetwin/shared/entities/registry.ts';
import type { Collection } from '@inbetwin/shared/ports/collection.ts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { RxCollection } from 'rxdb';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import { type StoredDocument, stateOf } from '../../database/marks/sync-mark.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { withValueAt } from '../conflicts/with-value-at.ts';
import { differencesOf } from './differences.ts';
import { fixing } from './fixing.ts';
import type { RecordPlace } from './use-record.ts';

type Ways = {
  /** Takes the person to the place where the change can be corrected; absent if there is none. */
  readonly fix?: () => void;
  readonly discard: () => void;
};

/** The ways to resolve a refusal; each can be undone. */
export const useRefused = (change: RefusedChange, record: RecordPlace): Ways => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();

  const discard = async (): Promise<void> => {
    await workspace.refused.discard(change);
    const shown = await readRecord(workspace, change);
    toast(t('sync.refused.discarded', { name: record.name }), {
      action: {
        label: t('action.undo'),
        onClick: () => void changeAgain(workspace, change, shown).catch(reportFailure),
      },
    });
  };
  const toDraft = async ({ conversationId, text }: Reply): Promise<void> => {
    await addToDraft(workspace, conversationId, text);
    await workspace.refused.discard(change);
    await navigate({ to: '/inbox/$conversationId', params: { conversationId } });
    toast(t('sync.refused.inDraft'));
  };
  const reply = replyOf(change);
  const open = record.open && (() => goTo(change, record.open));
  const fix = reply ? () => void toDraft(reply).catch(reportFailure) : open;
  return { discard: () => void discard().catch(reportFailure), ...(fix ? { fix } : {}) };
};

/** Opens the record and focuses the refused field. */
const goTo = (change: RefusedChange, open: RecordPlace['open']): void => {
  fixing.want(change);
  open?.();
};

type Reply = { readonly conversationId: string; readonly text: string };

/** Whether the change is a reply that was never sent; its text belongs back into the message box. */
export const isRefusedReply = (change: RefusedChange): boolean => replyOf(change) !== undefined;

const replyOf = ({ collection, base, document }: RefusedChange): Reply | undefined => {
  const { conversationId, text } = document;
  if (collection !== 'messages' || base || typeof conversationId !== 'string' || typeof text !== 'string')
    return undefined;
  return { conversationId, text };
};

/** Appends the text to the draft, which is on disk before the refused reply is removed. */
const addToDraft = async ({ drafts }: Workspace, conversationId: string, text: string): Promise<void> => {
  const written = await drafts.read(conversationId);
  drafts.write(conversationId, [written, text].filter((part) => part.trim() !== '').join('\n'));
  await drafts.flush();
};

/** Repeats the change on the restored record; `shown` is undefined if the server had no record. */
export const changeAgain = async (
  workspace: Workspace,
  { collection, document, base }: RefusedChange,
  shown: SyncDocument | undefined,
): Promise<void> => {
  const records = recordsOf(workspace, collection);
  // A document that people do not edit was created here, and its creation was refused.
  if (!isEdited(collection)) return records.restore(document);
  if (document._deleted) return records.remove(shown ?? document);
  if (!shown || !base) return records.restore(shown ?? document);
  const next = (current: SyncDocument) =>
    differencesOf(document, base).reduce((changed, { path, mine }) => withValueAt(changed, path, mine), current);
  await records.edit({ shown, next });
};

/** The table of collections is typed one by one; a refused change is a document of any of them. */
export const recordsOf = ({ documents }: Workspace, name: RefusedChange['collection']): Collection<SyncDocument> =>
  documents[name] as unknown as Collection<SyncDocument>;

/** Reads the record as it is stored on this device. */
export const readRecord = async (
  { collections }: Workspace,
  { collection, id }: Pick<RefusedChange, 'collection' | 'id'>,
): Promise<SyncDocument | undefined> => {
  const found = await (collections[collection] as unknown as RxCollection<SyncDocument>).findOne(id).exec();
  return found ? stateOf(found.toMutableJSON(true) as unknown as StoredDocument) : undefined;
};
