import { readdir, readFile } from 'node:fs/promises';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { newSetting } from '@inbetwin/shared/entities/setting.ts';
import { TEAM_SETTING_ID, type TeamSetting } from '@inbetwin/shared/entities/setting-kinds/team.ts';
import { importFile } from '@inbetwin/shared/knowledge/import-file.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { sampleCatalog } from './sample-catalog.ts';
import { sampleConversations } from './sample-conversations.ts';
import { sampleDocuments } from './sample-documents.ts';

const knowledgeFolder = new URL('./knowledge/', import.meta.url);

type SeededTeam = {
  readonly documents: TeamDocuments;
  readonly keepOriginal: (bytes: Uint8Array) => Promise<unknown>;
};

/**
 * Adds sample knowledge, products, and conversations, each marked `demo`. After a crash, the next call completes the work; once the team's
 * setting records the samples, they are never added again.
 */
export const seedDemo = async (
  into: SeededTeam,
  team: Pick<TeamSetting, 'name' | 'slug'>,
  now: number,
): Promise<void> => {
  const { settings } = into.documents;
  if (await settings.get(TEAM_SETTING_ID)) return;
  await addSamples(into, now);
  const value: TeamSetting = { kind: 'team', name: team.name, slug: team.slug, model: null, demo: true };
  await settings.insertOnce({ ...newSetting(value), updatedAt: now });
};

/** Adds the samples themselves. Repeating it completes what a crash left out. */
export const addSamples = async (into: SeededTeam, now: number): Promise<void> => {
  const { documents } = into;
  const passages = await importSamples(into, now);
  await documents.catalog.insertMany(sampleCatalog(now));
  for (const sample of sampleConversations) {
    const { contact, lead, twin, messages, conversation, task } = sampleDocuments(sample, { now, passages });
    await documents.contacts.insertOnce(contact);
    await documents.leads.insertOnce(lead);
    await documents.twins.insertOnce(twin);
    await documents.messages.insertMany(messages);
    await documents.conversations.insertOnce(conversation);
    if (task) await documents.work.insertOnce(task);
  }
};

const importSamples = async ({ documents, keepOriginal }: SeededTeam, now: number): Promise<readonly Passage[]> => {
  const passages: Passage[] = [];
  for (const fileName of (await readdir(knowledgeFolder)).sort()) {
    const bytes = new Uint8Array(await readFile(new URL(fileName, knowledgeFolder)));
    const { source } = await importFile(documents, {
      reader: readerHere(),
      file: new Blob([bytes]),
      input: { fileName, now, demo: true },
      keepOriginal: () => keepOriginal(bytes),
    });
    const inOrder = { index: ['sourceId', 'position'], equals: [source.id], limit: source.passageCount };
    passages.push(...(await documents.passages.find(inOrder)).items);
  }
  return passages;
};
