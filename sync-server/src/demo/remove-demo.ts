import { collectionNames } from '@inbetwin/shared/entities/registry.ts';
import type { DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const BATCH = 500;

/** Deletes every document marked `demo`, whatever the team has added since stays. Harmless when repeated. */
export const removeDemo = async (documents: TeamDocuments, now: number): Promise<void> => {
  for (const name of collectionNames) await removeMarked(documents[name].database);
  await documents.settings.update('team', (setting) =>
    setting.value.kind === 'team' && setting.value.demo
      ? { ...setting, updatedAt: now, value: { ...setting.value, demo: false } }
      : setting,
  );
};

const removeMarked = async (database: DocumentDatabase): Promise<void> => {
  let since: string | undefined;
  for (;;) {
    const batch = await database.changes(since === undefined ? { limit: BATCH } : { since, limit: BATCH });
    if (batch.changes.length === 0) return;
    const marked = batch.changes.filter(({ deleted, body }) => !deleted && body.demo === true);
    await database.write(marked.map(({ id, rev }) => ({ id, rev, deleted: true, body: { id } })));
    since = batch.sequence;
  }
};
