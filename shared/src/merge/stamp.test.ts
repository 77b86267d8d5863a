import { describe, expect, test } from 'vitest';
import { leadSchema } from '../entities/lead.ts';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf } from './mergeable.ts';
import { stampChanges } from './stamp.ts';
import { asIs, sampleFact, sampleLead, sampleTwin } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const whoChanged = (document: Mergeable) =>
  Object.fromEntries(Object.entries(editsOf(document)).map(([path, { by }]) => [path, by]));

describe('a change', () => {
  test('is noted at what changed and nowhere else, with its author and time', () => {
    const write = createWriters('leads')('anna');
    const next = write(asIs(sampleLead), { stage: 'won', bant: { ...sampleLead.bant, budget: '100' }, updatedAt: 9 });
    const stamp = { at: '001767225600001-0000-anna', by: 'anna' };
    expect(editsOf(next)).toEqual({ '/stage': stamp, '/bant/budget': stamp });
    expect(seenOf(next)).toEqual({ anna: stamp.at });
    const { _deleted, ...stored } = next;
    expect(leadSchema.safeParse(stored).success).toBe(true);
  });

  test('of nothing, or of what only the server fills, leaves no trace', () => {
    const write = createWriters('leads')('anna');
    expect(write(asIs(sampleLead), { score: 5, updatedAt: 7, contactId: 'other' })).toEqual(
      asIs({ ...sampleLead, score: 5, updatedAt: 7, contactId: 'other' }),
    );
  });

  test('of an element is noted by the element’s id; one that goes takes the notes within it along', () => {
    const write = createWriters('twins')('anna');
    const added = write(asIs(sampleTwin), { facts: [sampleFact('a/b~', '1'), sampleFact('c', '1')] });
    const edited = write(added, { facts: [sampleFact('a/b~', '2'), sampleFact('c', '1')] });
    expect(Object.keys(editsOf(edited)).sort()).toEqual(['/facts/a~1b~0', '/facts/a~1b~0/value', '/facts/c']);
    const removed = write(edited, { facts: [sampleFact('c', '1')] });
    expect(editsOf(removed)['/facts/a~1b~0']?.at).toBe(seenOf(removed).anna);
    expect(editsOf(removed)).not.toHaveProperty(['/facts/a~1b~0/value']);
  });

  test('of what was empty in a document that a device made is noted too', () => {
    const write = createWriters('leads');
    const made = write('anna')(undefined, sampleLead);
    expect(whoChanged(write('boris')(made, { amount: 5 }))).toEqual({ '': 'anna', '/amount': 'boris' });
  });

  test('that replaces the whole document without its bookkeeping keeps that', () => {
    const write = createWriters('leads');
    const before = write('anna')(asIs(sampleLead), { stage: 'won' });
    const at = '001767225600009-0000-boris';
    const after = stampChanges(
      'leads',
      { before, after: asIs({ ...sampleLead, stage: 'won', amount: 1 }) },
      { at, by: 'boris' },
    );
    expect(whoChanged(after)).toEqual({ '/stage': 'anna', '/amount': 'boris' });
    expect(seenOf(after)).toEqual({ anna: seenOf(before).anna, boris: at });
  });

  test('that is a merge’s result keeps the authors that the merge found', () => {
    const write = createWriters('leads');
    const base = asIs(sampleLead);
    const local = write('anna')(base, { stage: 'won' });
    const merged = mergeDocuments('leads', { base, local, remote: write('boris')(base, { title: 'Другое' }) });
    const stamp = { at: '001767225600009-0000-anna', by: 'anna' };
    expect(stampChanges('leads', { before: local, after: merged }, stamp)).toEqual(merged);
    expect(whoChanged(merged)).toEqual({ '/stage': 'anna', '/title': 'boris' });
  });

  test('lies behind everything its device has written, even when the device’s clock was set back', () => {
    const write = createWriters('leads');
    const ahead = write('anna', 3_600_000)(asIs(sampleLead), { stage: 'won' });
    const later = write('anna')(ahead, { stage: 'lost' });
    expect(seenOf(later).anna?.localeCompare(seenOf(ahead).anna ?? '')).toBe(1);
  });

  test('to a value that waits settles that conflict', () => {
    const write = createWriters('leads');
    const [local, remote] = [
      write('anna')(asIs(sampleLead), { amount: 1 }),
      write('boris')(asIs(sampleLead), { amount: 2 }),
    ];
    const merged = mergeDocuments('leads', { local, remote });
    expect(conflictsOf(merged)).toHaveLength(1);
    expect(conflictsOf(write('vera')(merged, { amount: 1 }))).toEqual([]);
    expect(conflictsOf(write('vera')(merged, { amount: 3 }))).toHaveLength(1);
  });
});

describe('a document', () => {
  test('that a device makes is its author’s as a whole; what the server makes carries nothing', () => {
    const write = createWriters('leads');
    expect(whoChanged(write('anna')(undefined, sampleLead))).toEqual({ '': 'anna' });
    expect(write('server')(undefined, sampleLead)).toEqual(asIs(sampleLead));
  });

  test('that is deleted keeps its id, who deleted it, and what was seen', () => {
    const write = createWriters('leads');
    const edited = write('anna')(asIs(sampleLead), { stage: 'won' });
    const deleted = write('boris')(edited, { _deleted: true });
    expect(deleted).toEqual({
      id: 'd',
      _deleted: true,
      edits: { '': { at: seenOf(deleted).boris, by: 'boris' } },
      seen: { anna: seenOf(edited).anna, boris: seenOf(deleted).boris },
    });
    expect(write('vera')(deleted, { _deleted: true })).toEqual(deleted);
  });

  test('that is made anew over a deleted one has seen what that had seen, the server’s too', () => {
    const write = createWriters('leads');
    const deleted = write('boris')(write('anna')(asIs(sampleLead), { stage: 'won' }), { _deleted: true });
    const anew = write('server')(deleted, sampleLead);
    expect(Object.keys(seenOf(anew)).sort()).toEqual(['anna', 'boris', 'server']);
    expect(whoChanged(anew)['']).toBe('server');
  });

  test('of a collection that nobody edits is left as it is', () => {
    const passage = asIs({ text: 'x' });
    expect(stampChanges('passages', { before: undefined, after: passage }, { at: 'x', by: 'y' })).toBe(passage);
  });
});

test('of a list’s removals the newest hundred are noted', () => {
  const write = createWriters('twins')('anna');
  let twin = asIs(sampleTwin);
  for (let n = 0; n < 120; n++) {
    twin = write(twin, { facts: [sampleFact(`f${n}`, 'x')] });
    twin = write(twin, { facts: [] });
  }
  expect(Object.keys(editsOf(twin))).toHaveLength(100);
  expect(editsOf(twin)).toHaveProperty(['/facts/f119']);
  expect(editsOf(twin)).not.toHaveProperty(['/facts/f19']);
});
