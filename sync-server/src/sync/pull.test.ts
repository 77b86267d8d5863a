import type { SyncCheckpoint, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { pull } from './pull.ts';
import { sampleLead } from './testing/sample-documents.ts';

const team = { teamId: 'team1' };

const open = async (leads: number) => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, team.teamId);
  await documents.leads.insertMany(Array.from({ length: leads }, (_, at) => sampleLead(`lead:${at}`)));
  return { store, documents };
};

test('a client that goes on while pages are full holds every document, deletions included', async () => {
  const { store, documents } = await open(25);
  await documents.leads.delete(['lead:3']);
  const seen = new Map<string, SyncDocument>();
  let checkpoint: SyncCheckpoint | null = null;
  for (let full = true; full; ) {
    const page: Awaited<ReturnType<typeof pull>> = await pull(store, team, {
      collection: 'leads',
      checkpoint,
      limit: 10,
    });
    for (const document of page.documents) seen.set(document.id, document);
    checkpoint = page.checkpoint;
    full = page.documents.length >= 10;
  }
  expect(seen.size).toBe(25);
  expect(seen.get('lead:3')).toEqual({ id: 'lead:3', _deleted: true });
  expect(seen.get('lead:4')).toEqual({ ...sampleLead('lead:4'), _deleted: false });
});

test('a checkpoint of another store, or one that the store does not know, starts over', async () => {
  const { store } = await open(3);
  for (const checkpoint of [
    { backend: 'another', sequence: '3' },
    { backend: await store.backendId(), sequence: 'nonsense' },
  ]) {
    const { documents } = await pull(store, team, { collection: 'leads', checkpoint, limit: 10 });
    expect(documents).toHaveLength(3);
  }
});
