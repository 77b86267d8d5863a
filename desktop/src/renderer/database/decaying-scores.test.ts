import 'fake-indexeddb/auto';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { createLead, editLead } from '@inbetwin/shared/leads/change-lead.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { forbidFact } from '@inbetwin/shared/twins/change-facts.ts';
import { sampleFact, sampleTwin } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { shown } from '../testing/shown.ts';
import { followScoreDecay } from './decaying-scores.ts';
import { openWorkspace, type Workspace } from './workspace-database.ts';

const opened: Workspace[] = [];
const open = async (): Promise<Workspace> => {
  const workspace = await openWorkspace({ name: `test-${crypto.randomUUID()}`, multiInstance: false });
  opened.push(workspace);
  return workspace;
};
afterEach(async () => {
  vi.useRealTimers();
  for (const workspace of opened.splice(0)) await workspace.close();
});

const entered = { name: 'Анна', phone: '+79161234567', email: '', need: 'Зал на 80 гостей' };
const leadOn = async ({ collections }: Workspace, id: string): Promise<Lead | undefined> =>
  (await collections.leads.findOne(id).exec())?.toMutableJSON();

/** The same documents, scored by the server. */
const scoredByServer = async ({ collections }: Workspace, { id, contactId }: Lead): Promise<Lead | undefined> => {
  const documents = openTeamDocuments(createMemoryStore(), 'team1');
  for (const name of ['contacts', 'twins', 'leads', 'messages'] as const) {
    const found = await collections[name].find().exec();
    await documents[name].insertMany(found.map((document) => document.toMutableJSON()) as never);
  }
  await documents.leads.update(id, (lead) => ({ ...lead, score: 0, scoreReasons: [] }));
  await renewScores(documents, contactId, Date.now());
  return documents.leads.get(id);
};

test('a lead that is made by hand, and what is edited of it, is scored at once, as the server scores it', async () => {
  const workspace = await open();
  const { id } = await createLead(workspace, entered, crypto.randomUUID());
  expect(await leadOn(workspace, id)).toMatchObject({ score: 25 });
  await editLead(workspace, {
    shown: await shown(workspace, 'leads', id),
    next: (before) => ({ ...before, bant: { ...before.bant, timing: 'завтра', budget: '1 млн' } }),
  });
  const lead = await leadOn(workspace, id);
  expect(lead).toMatchObject({ score: 55 });
  expect(lead && (await scoredByServer(workspace, lead))).toMatchObject({
    score: lead?.score,
    scoreReasons: lead?.scoreReasons,
    scoreDueAt: lead?.scoreDueAt,
  });
});

test('a fact that a person forbids is taken from the score at once', async () => {
  const workspace = await open();
  const { id, contactId } = await createLead(workspace, entered, crypto.randomUUID());
  const fact = sampleFact('budget', '1 млн');
  await workspace.collections.twins.insert({ ...sampleTwin(contactId), facts: [fact] });
  const next = (lead: Lead) => ({ ...lead, title: 'Банкет' });
  await editLead(workspace, { shown: await shown(workspace, 'leads', id), next });
  expect(await leadOn(workspace, id)).toMatchObject({ score: 40 });
  await forbidFact(workspace, await shown(workspace, 'twins', contactId), fact.id);
  expect(await leadOn(workspace, id)).toMatchObject({ score: 25, title: 'Банкет' });
});

test('scores fall with waiting on a device that has no server: on opening, while it is open, and with nothing else changed', async () => {
  const workspace = await open();
  const { id } = await createLead(workspace, entered, crypto.randomUUID());
  await editLead(workspace, {
    shown: await shown(workspace, 'leads', id),
    next: (lead) => ({ ...lead, bant: { ...lead.bant, timing: 'завтра' } }),
  });
  await createLead(workspace, { ...entered, name: 'Борис', phone: '+79161234568' }, crypto.randomUUID());
  const before = await leadOn(workspace, id);
  const { score = 0, scoreDueAt = Number.NaN } = before ?? {};
  let now = scoreDueAt - 1;
  const writes: string[] = [];
  workspace.collections.leads.$.subscribe(({ documentId }) => writes.push(documentId));
  const closing = new AbortController();
  let rounds = 0;
  const idle = async (): Promise<void> => {
    rounds += 1;
  };
  const following = followScoreDecay(workspace, closing.signal, { now: () => now, idle, everyMs: 1 });
  await vi.waitFor(() => expect(rounds).toBeGreaterThan(5));
  expect(writes).toEqual([]);
  now = scoreDueAt;
  await vi.waitFor(async () => expect((await leadOn(workspace, id))?.score).toBeLessThan(score));
  closing.abort();
  await following;
  expect(writes).toEqual([id]);
  expect((await leadOn(workspace, id))?.updatedAt).toBe(before?.updatedAt);
});
