import { type CollectionName, collectionNames } from '@inbetwin/shared/entities/registry.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const BATCH = 500;

/** Deletes every document marked `demo`, whatever the team has added since stays. Harmless when repeated. */
export const removeDemo = async (documents: TeamDocuments, now: number): Promise<void> => {
  for (const name of collectionNames) await removeMarked(documents[name]);
  await documents.settings.update('team', (setting) =>
    setting.value.kind === 'team' && setting.value.demo
      ? { ...setting, updatedAt: now, value: { ...setting.value, demo: false } }
      : setting,
  );
};

type Removable = Pick<TeamDocuments[CollectionName], 'database' | 'delete'>;

const removeMarked = async ({ database, delete: remove }: Removable): Promise<void> => {
  let since: string | undefined;
  for (;;) {
    const batch = await database.changes(since === undefined ? { limit: BATCH } : { since, limit: BATCH });
    if (batch.changes.length === 0) return;
    const marked = batch.changes.filter(({ deleted, body }) => !deleted && body.demo === true);
    await remove(marked.map(({ id }) => id));
    since = batch.sequence;
  }
};
