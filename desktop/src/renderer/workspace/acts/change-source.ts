import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import {
  carryDetails,
  changeSource as changed,
  type SourceChange,
  settleSource,
} from '@inbetwin/shared/knowledge/source-details.ts';
import type { Edits } from '@inbetwin/shared/ports/collection.ts';
import { editDocument } from '../../database/documents/edit-document.ts';
import type { Workspace } from '../../database/workspace-database.ts';

const PASSAGES_AT_ONCE = 200;

type Progress = (share: number) => void;

/** Returns the source with a change of its details; `editSource` writes it. */
export const withSourceChange = (source: Source, change: SourceChange): Source =>
  settleSource(changed(source, change, Date.now()));

/**
 * Changes a source's title, product, and validity on this device, and then each of its passages; replication sends both. `onProgress`
 * receives the share done, 0 to 1. If it is interrupted, the source is marked as `changing`, and `finishSourceChanges` completes it. Throws
 * `resource.not_found` if the source was deleted.
 */
export const editSource = async (
  workspace: Workspace,
  edits: Edits<Source>,
  onProgress?: Progress,
): Promise<Source> => {
  const { id } = edits[0].shown;
  await finishChange(workspace, id);
  const present = (await workspace.collections.sources.findOne(id).exec())?.toMutableJSON();
  if (!present) throw new Failure('resource.not_found', 'The source was deleted meanwhile.', 'Import it again.');
  // The passages carry the stored details, whatever the person was shown.
  const marked = {
    shown: present,
    next: (source: Source) => ({ ...source, changing: { titleBefore: present.title } }),
  };
  await editDocument(workspace, 'sources', ...edits, marked);
  await finishChange(workspace, id, onProgress);
  return (await workspace.collections.sources.findOne(id).exec())?.toMutableJSON() ?? present;
};

/** Called at opening: completes changes that a closed window or a crash interrupted, on this device or another. */
export const finishSourceChanges = async (workspace: Workspace): Promise<void> => {
  const sources = await workspace.collections.sources.find().exec();
  for (const { id, changing } of sources) if (changing) await finishChange(workspace, id);
};

const finishChange = async (workspace: Workspace, sourceId: string, onProgress?: Progress): Promise<void> => {
  const source = (await workspace.collections.sources.findOne(sourceId).exec())?.toMutableJSON();
  if (source?.changing) await carryToAll(workspace, source, onProgress);
};

/** If the source changes again in the meantime, its latest details win. */
const carryToAll = async (workspace: Workspace, source: Source, onProgress?: Progress): Promise<void> => {
  await carryToPassages(workspace, source, onProgress);
  const document = await workspace.collections.sources.findOne(source.id).exec();
  const settled = await document?.incrementalModify((current) =>
    current.updatedAt === source.updatedAt ? settleSource(current) : current,
  );
  const now = settled?.toMutableJSON();
  if (now && now.updatedAt !== source.updatedAt) await carryToAll(workspace, now, onProgress);
};

const carryToPassages = async ({ collections }: Workspace, source: Source, onProgress?: Progress): Promise<void> => {
  for (let from = 0, done = 0; ; ) {
    const query = collections.passages.find({
      selector: { sourceId: source.id, position: { $gte: from } },
      sort: [{ sourceId: 'asc' }, { position: 'asc' }],
      limit: PASSAGES_AT_ONCE,
    });
    const batch = await query.exec();
    await Promise.all(batch.map((passage) => passage.incrementalModify((current) => carryDetails(current, source))));
    const last = batch.at(-1);
    if (!last) return;
    from = last.position + 1;
    done += batch.length;
    onProgress?.(Math.min(1, done / Math.max(1, source.passageCount)));
  }
};
