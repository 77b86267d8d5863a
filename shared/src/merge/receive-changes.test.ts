import { expect, test } from 'vitest';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable } from './mergeable.ts';
import { receiveChanges } from './receive-changes.ts';
import { toldAt } from './stamp-order.ts';
import { sampleLead } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const YEAR = 365 * 24 * 3_600_000;
const NOW = Date.UTC(2026, 0, 1, 0, 1);
const lead: Mergeable = { ...sampleLead, _deleted: false };
const receive = (document: Mergeable, present: Mergeable = lead) =>
  receiveChanges(document, { now: NOW, caller: 'anna', present });

test('what lies within a minute is left alone', () => {
  const edited = createWriters('leads', NOW)('anna', 59_000)(lead, { title: 'Шатёр' });
  expect(receive(edited)).toEqual(edited);
});

test('what lies further ahead happened when the server had it, and keeps its name', () => {
  const edited = createWriters('leads')('anna', YEAR)(lead, { title: 'Шатёр' });
  const before = editsOf(edited)['/title'];
  const stamp = editsOf(receive(edited))['/title'];
  expect(stamp).toEqual({ ...before, receivedAt: NOW });
  expect(stamp && toldAt(stamp)).toBe(NOW);
});

test('values that wait, and what was merged into a value, are received alike', () => {
  const write = createWriters('leads');
  const [anna, boris] = [write('anna', YEAR), write('boris', 2 * YEAR)];
  const merged = mergeDocuments('leads', {
    local: anna(lead, { title: 'Шатёр', stage: 'won' }),
    remote: boris(lead, { title: 'Терраса', stage: 'won' }),
  });
  const received = receive(merged);
  const { receivedAt, ...conflict } = conflictsOf(received)[0] ?? {};
  expect(receivedAt).toBe(NOW);
  expect(conflict).toEqual(conflictsOf(merged)[0]);
  expect(editsOf(received)['/stage']?.also?.map((other) => other.receivedAt)).toEqual([NOW]);
});

test('what is sent again is as the server knows it, whatever else was done since', () => {
  const anna = createWriters('leads')('anna', YEAR);
  const edited = anna(lead, { title: 'Шатёр' });
  const stored = receive(edited);
  const again = receiveChanges(anna(edited, { stage: 'won' }), { now: NOW + 5_000, caller: 'boris', present: stored });
  expect(editsOf(again)['/title']).toEqual(editsOf(stored)['/title']);
  expect(editsOf(again)['/stage']).toMatchObject({ by: 'boris', receivedAt: NOW + 5_000 });
});

test('a device does not tell when the server had its change', () => {
  const edited = createWriters('leads', NOW)('anna')(lead, { title: 'Шатёр' });
  const stamp = editsOf(edited)['/title'];
  const lie = { ...edited, edits: { '/title': { ...stamp, receivedAt: NOW + YEAR } } };
  expect(editsOf(receive(lie))['/title']).toEqual(stamp);
});

test('a clock a year ahead wins over nobody who changed the same later', () => {
  const write = createWriters('leads', NOW - 60_000);
  const received = receive(write('anna', YEAR)(lead, { stage: 'won' }));
  const later = createWriters('leads', NOW + 1_000)('boris')(lead, { stage: 'lost' });
  const merged = mergeDocuments('leads', { base: lead, local: later, remote: received });
  expect(merged.stage).toBe('lost');
  expect(conflictsOf(merged).map(({ value }) => value)).toEqual(['won']);
});
