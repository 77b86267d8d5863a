import { expect, test } from 'vitest';
import { clampStamps } from './clamp-stamps.ts';
import { createHybridClock, msOf, nodeOf } from './hybrid-clock.ts';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf } from './mergeable.ts';
import { sampleLead } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const YEAR = 365 * 24 * 3_600_000;
const NOW = Date.UTC(2026, 0, 1, 0, 1);
const server = createHybridClock({ now: () => NOW, node: 'server' });
const clamp = (document: Mergeable, base?: Mergeable) =>
  clampStamps(document, { now: NOW, maxAheadMs: 60_000, next: () => server.next(), base });
const lead: Mergeable = { ...sampleLead, _deleted: false };

test('what lies within a minute is left alone', () => {
  const edited = createWriters('leads', NOW)('anna', 59_000)(lead, { title: 'Шатёр' });
  expect(clamp(edited)).toBe(edited);
});

test('times further ahead become the server’s, in their order, and stay their device’s', () => {
  const write = createWriters('leads')('anna', YEAR);
  const clamped = clamp(write(write(lead, { title: 'Шатёр' }), { stage: 'won' }));
  const [title, stage] = [editsOf(clamped)['/title']?.at ?? '', editsOf(clamped)['/stage']?.at ?? ''];
  expect([title, stage].map(nodeOf)).toEqual(['anna', 'anna']);
  expect([title, stage].map(msOf)).toEqual([NOW, NOW]);
  expect(title < stage).toBe(true);
  expect(seenOf(clamped)).toEqual({ anna: stage });
});

test('values that wait, and what was merged into a value, are clamped alike', () => {
  const write = createWriters('leads');
  const [anna, boris] = [write('anna', YEAR), write('boris', 2 * YEAR)];
  const merged = mergeDocuments('leads', {
    local: anna(lead, { title: 'Шатёр', stage: 'won' }),
    remote: boris(lead, { title: 'Терраса', stage: 'won' }),
  });
  const clamped = clamp(merged);
  const [conflict] = conflictsOf(clamped);
  expect(conflict).toMatchObject({ id: `/title@${conflict?.at}`, value: 'Шатёр', by: 'anna' });
  const also = editsOf(clamped)['/stage']?.also ?? [];
  expect([conflict?.at ?? '', ...also.map(({ at }) => at)].map(msOf)).toEqual([NOW, NOW]);
  expect(also.map(({ at }) => nodeOf(at))).toEqual(['anna']);
});

test('an edit that was clamped before keeps that time, so that it does not look like a new one', () => {
  const write = createWriters('leads');
  const anna = write('anna', YEAR);
  const edited = anna(lead, { title: 'Шатёр' });
  const stored = clamp(edited);
  const clamped = clamp(anna(edited, { stage: 'won' }), stored);
  expect(editsOf(clamped)['/title']).toEqual(editsOf(stored)['/title']);
  const present = write('boris')(stored, { title: 'Терраса' });
  const merged = mergeDocuments('leads', { base: stored, local: clamped, remote: present });
  expect(merged).toMatchObject({ title: 'Терраса', stage: 'won' });
  expect(conflictsOf(merged)).toEqual([]);
});

test('a deletion is no old edit of the same device', () => {
  const write = createWriters('leads');
  const made = write('anna')(undefined, sampleLead);
  const deleted = clamp(write('anna', YEAR)(made, { _deleted: true }), made);
  expect(mergeDocuments('leads', { base: made, local: deleted, remote: made })._deleted).toBe(true);
});

test('sent again, an edit that the server merged with another’s does not pass for that one too', () => {
  const write = createWriters('leads');
  const edited = write('anna', YEAR)(lead, { stage: 'won' });
  const present = mergeDocuments('leads', {
    base: lead,
    local: clamp(edited),
    remote: write('boris')(lead, { stage: 'won' }),
  });
  expect(editsOf(present)['/stage']?.also).toHaveLength(1);
  const again = editsOf(clamp(edited, present))['/stage'];
  expect(again?.also).toBeUndefined();
  expect(nodeOf(again?.at ?? '')).toBe('anna');
  expect(seenOf(present).anna).toBe(again?.at);
});

test('a document that is sent again says nothing new, so that the server does not change it for ever', () => {
  const edited = createWriters('leads')('anna', YEAR)(lead, { stage: 'won' });
  const stored = clamp(edited);
  expect(clamp(edited, stored)).toEqual(stored);
});
