import { describe, expect, test } from 'vitest';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable } from './mergeable.ts';
import { asIs, sampleFact, sampleJudgement, sampleTwin } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

describe('a list of elements', () => {
  const [one, two] = [sampleFact('a', '1'), sampleFact('b', '1')];
  const twin = asIs({ ...sampleTwin, facts: [one] });
  const merge = (local: Mergeable, remote: Mergeable) => mergeDocuments('twins', { base: twin, local, remote });

  test('has what either added, in the other side’s order and its own behind', () => {
    const write = createWriters('twins');
    const added = (...facts: object[]) => ({ facts: [...facts, one] });
    const merged = merge(
      write('anna')(twin, added(sampleFact('z', '1'), sampleFact('c', '1'))),
      write('boris')(twin, added(two)),
    );
    expect((merged.facts as { id: string }[]).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'z']);
    expect(conflictsOf(merged)).toEqual([]);
  });

  test('has not what one removed knowing it, also where no record of the removal is left', () => {
    const write = createWriters('twins');
    const grown = write('anna')(twin, { facts: [one, two] });
    const removed = write('boris')(grown, { facts: [one] });
    expect(merge(grown, removed)).toEqual(removed);
    const { '/facts/b': _, ...edits } = editsOf(removed);
    const forgotten = { ...removed, edits };
    expect(merge(grown, forgotten).facts).toEqual([one]);
    expect(merge(write('vera')(twin, { facts: [] }), twin).facts).toEqual([]);
  });

  test('keeps an element that one edited and the other removed without knowing, and says so', () => {
    const write = createWriters('twins');
    const corrected = write('anna')(twin, { facts: [{ ...one, value: '2', state: 'corrected' }] });
    const merged = merge(corrected, write('boris')(twin, { facts: [] }));
    expect(merged.facts).toEqual(corrected.facts);
    expect(conflictsOf(merged)).toMatchObject([{ path: '/facts/a', deleted: true, by: 'boris' }]);
    const removed = write('boris')(merged, { facts: [] });
    expect(merge(removed, corrected)).toEqual(removed);
  });

  test('keeps both values of an element’s field', () => {
    const write = createWriters('twins');
    const merged = merge(
      write('anna')(twin, { facts: [{ ...one, value: '2' }] }),
      write('boris')(twin, { facts: [{ ...one, value: '3' }] }),
    );
    expect(merged.facts).toEqual([{ ...one, value: '3' }]);
    expect(conflictsOf(merged)).toMatchObject([{ path: '/facts/a/value', value: '2', by: 'anna' }]);
  });
});

describe('a text', () => {
  const judgement = asIs(sampleJudgement);
  const note = sampleJudgement.note;

  test('that two changed at different words is merged, and at the same words waits whole', () => {
    const write = createWriters('settings');
    const local = write('anna')(judgement, { note: `ноль ${note}` });
    const remote = write('boris')(judgement, { note: note.replace('шесть', '6') });
    const merged = mergeDocuments('settings', { base: judgement, local, remote });
    expect(merged.note).toBe(`ноль ${note.replace('шесть', '6')}`);
    const touching = write('vera')(judgement, { note: note.replace('пять', '5') });
    expect(conflictsOf(mergeDocuments('settings', { base: judgement, local: touching, remote }))).toHaveLength(1);
  });

  test('that was made anew is not merged with what its earlier life began with', () => {
    const write = createWriters('settings');
    const shortened = write('anna')(judgement, { note: note.replace('два ', '') });
    const anew = write('boris')(write('boris')(judgement, { _deleted: true }), sampleJudgement);
    const merged = mergeDocuments('settings', { base: judgement, local: shortened, remote: anew });
    expect(merged.note).toBe(note);
    expect(conflictsOf(merged)).toMatchObject([{ value: shortened.note }]);
  });

  test('that waits, merged of two, is settled only by who knew both', () => {
    const write = createWriters('settings');
    const local = write('anna')(judgement, { note: `ноль ${note}` });
    const remote = write('boris')(judgement, { note: note.replace('шесть', '6') });
    const both = mergeDocuments('settings', { base: judgement, local, remote });
    const third = write('vera')(judgement, { note: 'иначе' });
    const waiting = mergeDocuments('settings', { base: judgement, local: third, remote: both });
    expect(conflictsOf(waiting)).toMatchObject([{ value: both.note, also: [{ by: 'anna' }] }]);
    const later = write('galina')(remote, { note: 'совсем иначе' });
    expect(conflictsOf(mergeDocuments('settings', { local: later, remote: waiting }))).toContainEqual(
      expect.objectContaining({ value: both.note }),
    );
  });

  test('that its author goes on editing while it waits elsewhere loses none of its words', () => {
    const write = createWriters('settings');
    const annas = write('anna')(judgement, { note: `ноль ${note}` });
    const boris = write('boris')(judgement, { note: `нуль ${note}` });
    const waiting = mergeDocuments('settings', { base: judgement, local: boris, remote: annas });
    const later = write('anna')(annas, { note: `ноль ${note.replace('шесть', '6')}` });
    const merged = mergeDocuments('settings', { base: annas, local: later, remote: waiting });
    expect([merged.note, ...conflictsOf(merged).map(({ value }) => value)]).toEqual([later.note, boris.note]);
  });

  test('that waits tells only of what the shown one has not', () => {
    const write = createWriters('settings');
    const agents = write('agent')(judgement, { note: note.replace('восемь', '8') });
    const mine = mergeDocuments('settings', {
      base: judgement,
      local: write('anna')(judgement, { note: `ноль ${note}` }),
      remote: agents,
    });
    const theirs = mergeDocuments('settings', {
      base: judgement,
      local: write('boris')(judgement, { note: `нуль ${note}` }),
      remote: agents,
    });
    const merged = mergeDocuments('settings', { base: judgement, local: mine, remote: theirs });
    expect(merged.note).toBe(theirs.note);
    const [conflict] = conflictsOf(merged);
    expect(conflict).toMatchObject({ value: mine.note, by: 'anna' });
    expect(conflict).not.toHaveProperty('also');
  });

  test('that would be too long as one waits whole', () => {
    const write = createWriters('settings');
    const local = write('anna')(judgement, { note: `${'а'.repeat(600)} ${note}` });
    const remote = write('boris')(judgement, { note: `${note} ${'б'.repeat(600)}` });
    const merged = mergeDocuments('settings', { base: judgement, local, remote });
    expect(merged.note).toBe(remote.note);
    expect(conflictsOf(merged)).toMatchObject([{ value: local.note }]);
  });
});
