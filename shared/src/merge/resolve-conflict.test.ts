import { describe, expect, test } from 'vitest';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, type Mergeable } from './mergeable.ts';
import { keepCurrent, takeOther } from './resolve-conflict.ts';
import { sampleFact, sampleLead, sampleTwin } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const lead: Mergeable = { ...sampleLead, _deleted: false };
const write = createWriters('leads');
const local = write('anna')(lead, { bant: { budget: '100' } });
const remote = write('boris')(lead, { bant: {} });
const edited = write('vera')({ ...lead, bant: { budget: '1', need: 'зал' } }, { bant: { budget: '2' } });
const merged = mergeDocuments('leads', { local, remote: edited });
const idOf = (document: Mergeable, path: string) =>
  conflictsOf(document).find((conflict) => conflict.path === path)?.id ?? '';

test('what is shown stays and the other value is let go', () => {
  const kept = keepCurrent(merged, idOf(merged, '/bant/budget'));
  expect(kept.bant).toEqual(merged.bant);
  expect(kept).not.toHaveProperty('conflicts');
});

test('the other value takes its place, and is the edit of who chose', () => {
  const taken = takeOther(merged, idOf(merged, '/bant/budget'));
  expect(taken).toMatchObject({ bant: { budget: '100' } });
  expect(taken).not.toHaveProperty('conflicts');
  const stored = write('galina')(merged, taken);
  expect(mergeDocuments('leads', { local: stored, remote: merged })).toEqual(stored);
});

test('a cleared field that lost is cleared when it is chosen', () => {
  const cleared = write('boris')({ ...lead, amount: 5 }, { amount: undefined });
  const raised = write('anna')({ ...lead, amount: 5 }, { amount: 9 });
  const both = mergeDocuments('leads', { local: cleared, remote: raised });
  expect(both.amount).toBe(9);
  expect(conflictsOf(both)).toMatchObject([{ path: '/amount', by: 'boris' }]);
  expect(conflictsOf(both)[0]).not.toHaveProperty('value');
  expect(takeOther(both, idOf(both, '/amount'))).not.toHaveProperty('amount');
});

describe('a deletion that was overruled', () => {
  test('happens after all: of a document', () => {
    const deleted = write('boris')(lead, { _deleted: true });
    const both = mergeDocuments('leads', { local: deleted, remote: local });
    expect(takeOther(both, idOf(both, ''))._deleted).toBe(true);
    expect(keepCurrent(both, idOf(both, ''))).toMatchObject({ _deleted: false, bant: { budget: '100' } });
  });

  test('happens after all: of an element', () => {
    const writeTwin = createWriters('twins');
    const twin = { ...sampleTwin, _deleted: false, facts: [sampleFact('a', '1'), sampleFact('b', '1')] };
    const removed = writeTwin('boris')(twin, { facts: [sampleFact('b', '1')] });
    const corrected = writeTwin('anna')(twin, { facts: [sampleFact('a', '2'), sampleFact('b', '1')] });
    const both = mergeDocuments('twins', { base: twin, local: removed, remote: corrected });
    expect(both.facts).toEqual(corrected.facts);
    expect(takeOther(both, idOf(both, '/facts/a')).facts).toEqual([sampleFact('b', '1')]);
  });
});

test('an unknown conflict changes nothing', () => {
  expect(takeOther(remote, 'gone')).toBe(remote);
  expect(keepCurrent(remote, 'gone')).toEqual(remote);
});
