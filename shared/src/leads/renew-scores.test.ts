import { expect, test } from 'vitest';
import type { Lead } from '../entities/lead.ts';
import { openTeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { renewDueScores, renewScore, renewScores } from './renew-scores.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 2, 1, 12);

const openTeam = async (changes: Partial<Lead> = {}) => {
  const documents = openTeamDocuments(createMemoryStore(), 'team1', () => start);
  const times = { createdAt: start, updatedAt: start };
  await documents.contacts.put({
    id: 'c',
    kind: 'person',
    name: 'Анна',
    phone: '+79161234567',
    identities: [],
    ...times,
  });
  await documents.leads.put({
    id: 'l',
    contactId: 'c',
    title: 'Зал',
    stage: 'new',
    score: 0,
    scoreReasons: [],
    bant: { timing: '10 марта 2026' },
    ...times,
    ...changes,
  });
  const read = async () => documents.leads.get('l');
  return { documents, read };
};

test('a score falls when it is due, once, and the lead counts as unchanged', async () => {
  const { documents, read } = await openTeam();
  await renewScores(documents, 'c', start);
  expect(await read()).toMatchObject({ score: 30, scoreDueAt: Date.UTC(2026, 2, 11), updatedAt: start });
  expect(await renewDueScores(documents, { now: start + 5 * DAY, limit: 10 })).toBe(0);
  expect(await renewDueScores(documents, { now: start + 20 * DAY, limit: 10 })).toBe(1);
  expect(await read()).toMatchObject({ score: 5, updatedAt: start });
  expect((await read())?.scoreDueAt).toBeUndefined();
  expect(await renewDueScores(documents, { now: start + 90 * DAY, limit: 10 })).toBe(0);
});

test('the lead of a group is not scored, and takes what is changed of it', async () => {
  const { documents, read } = await openTeam();
  await documents.contacts.update('c', (contact) => ({ ...contact, kind: 'group' }));
  await renewScores(documents, 'c', start);
  expect(await read()).toMatchObject({ score: 0, scoreReasons: [], title: 'Зал' });
  await renewScore(documents, { id: 'l', contactId: 'c' }, start, (lead) => ({ ...lead, title: 'Наш чат' }));
  expect(await read()).toMatchObject({ score: 0, title: 'Наш чат' });
});

test('reads no more leads than it is asked to, those that are due first', async () => {
  const { documents } = await openTeam();
  const lead = await documents.leads.get('l');
  if (!lead) throw new Error('The lead is not there');
  for (const day of [3, 1, 2]) {
    await documents.leads.put({ ...lead, id: `l${day}`, score: 9, scoreDueAt: start + day * DAY });
  }
  expect(await renewDueScores(documents, { now: start + 10 * DAY, limit: 2 })).toBe(2);
  const scores = await Promise.all([1, 2, 3].map(async (day) => (await documents.leads.get(`l${day}`))?.score));
  expect(scores).toEqual([5, 5, 9]);
});
