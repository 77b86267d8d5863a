import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import {
  carryDetails,
  changeSource as changed,
  type SourceChange,
  settleSource,
} from '@inbetwin/shared/knowledge/source-details.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { type Edits, editDocument } from './edit-document.ts';

const PASSAGES_AT_ONCE = 200;

type Progress = (share: number) => void;

/** The source with a change of its details; the change is written by `editSource`. */
export const withSourceChange = (source: Source, change: SourceChange): Source =>
  settleSource(changed(source, change, Date.now()));

/**
 * Writes changes of a source's title, product and days on this device, and then each of its passages; replication carries both
 * on. `onProgress` is told the share done, 0 to 1. Cut off in between, the source is `changing`, and `finishSourceChanges`
 * completes it. Throws `resource.not_found` when the source is gone.
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
  // The passages carry what is stored here, whatever lay before the person.
  const marked = {
    shown: present,
    next: (source: Source) => ({ ...source, changing: { titleBefore: present.title } }),
  };
  await editDocument(workspace, 'sources', ...edits, marked);
  await finishChange(workspace, id, onProgress);
  return (await workspace.collections.sources.findOne(id).exec())?.toMutableJSON() ?? present;
};

/** At opening: what a closed window or a crash left half done, here or on another device. */
export const finishSourceChanges = async (workspace: Workspace): Promise<void> => {
  const sources = await workspace.collections.sources.find().exec();
  for (const { id, changing } of sources) if (changing) await finishChange(workspace, id);
};

const finishChange = async (workspace: Workspace, sourceId: string, onProgress?: Progress): Promise<void> => {
  const source = (await workspace.collections.sources.findOne(sourceId).exec())?.toMutableJSON();
  if (source?.changing) await carryToAll(workspace, source, onProgress);
};

/** Should the source change again meanwhile, what it then says has the last word. */
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
