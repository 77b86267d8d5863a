import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { type CollectionName, collectionNames, entities } from '@inbetwin/shared/entities/registry.ts';
import { TEAM_SETTING_ID } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const BATCH = 500;

type DemoTeam = {
  readonly documents: TeamDocuments;
  /** Called with the digests of deleted sources. */
  readonly forgetOriginals: (digests: readonly string[]) => Promise<void>;
};

/** Deletes every document marked `demo`; whatever the team has added stays. It is idempotent. */
export const removeDemo = async ({ documents, forgetOriginals }: DemoTeam, now: number): Promise<void> => {
  for (const name of collectionNames) {
    const removed = await removeMarked(documents[name]);
    const { original }: Entity['retention'] = entities[name].retention;
    if (original !== undefined) await forgetOriginals(removed.map((document) => String(document[original])));
  }
  await documents.settings.update(TEAM_SETTING_ID, (setting) =>
    setting.value.kind === 'team' && setting.value.demo
      ? { ...setting, updatedAt: now, value: { ...setting.value, demo: false } }
      : setting,
  );
};

type Removable = Pick<TeamDocuments[CollectionName], 'stored' | 'delete'>;

const removeMarked = async ({ stored, delete: remove }: Removable): Promise<readonly JsonObject[]> => {
  const removed: JsonObject[] = [];
  let since: string | undefined;
  for (;;) {
    const batch = await stored.changes(since === undefined ? { limit: BATCH } : { since, limit: BATCH });
    if (batch.changes.length === 0) return removed;
    const marked = batch.changes.filter(({ deleted, body }) => !deleted && body.demo === true);
    await remove(marked.map(({ id }) => id));
    removed.push(...marked.map(({ body }) => body));
    since = batch.sequence;
  }
};
