import { describe, expect, test } from 'vitest';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf } from './mergeable.ts';
import { keepCurrent } from './resolve-conflict.ts';
import { isSameState } from './same-state.ts';
import { asIs, sampleContact, sampleLead } from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

const HOUR = 3_600_000;

describe('of two edits of one document', () => {
  const lead = asIs(sampleLead);

  test('both are kept where they are of different fields', () => {
    const write = createWriters('leads');
    const [local, remote] = [write('anna')(lead, { stage: 'won' }), write('boris')(lead, { bant: { budget: '100' } })];
    const merged = mergeDocuments('leads', { base: lead, local, remote });
    expect(merged).toMatchObject({ stage: 'won', bant: { budget: '100' } });
    expect(conflictsOf(merged)).toEqual([]);
  });

  test('the one that knew the other stands, whatever the clocks say', () => {
    const write = createWriters('leads');
    const local = write('anna', HOUR)(lead, { title: 'Шатёр' });
    const remote = write('boris', -HOUR)(local, { title: 'Терраса' });
    for (const merged of [
      mergeDocuments('leads', { base: lead, local, remote }),
      mergeDocuments('leads', { base: lead, local: remote, remote: local }),
    ]) {
      expect(merged.title).toBe('Терраса');
      expect(conflictsOf(merged)).toEqual([]);
    }
  });

  test('without knowing of each other the newer is shown and the older waits, with who and when', () => {
    const write = createWriters('leads');
    const local = write('anna')(lead, { title: 'Шатёр' });
    const remote = write('boris')(lead, { title: 'Терраса' });
    const merged = mergeDocuments('leads', { base: lead, local, remote });
    expect(merged.title).toBe('Терраса');
    const at = seenOf(local).anna;
    expect(conflictsOf(merged)).toEqual([{ id: `/title@${at}`, path: '/title', value: 'Шатёр', at, by: 'anna' }]);
  });

  test('a document without a base merges the same but for texts, which wait whole', () => {
    const write = createWriters('leads');
    const need = sampleLead.bant.need;
    const local = write('anna')(lead, { bant: { need: `срочно ${need}` }, stage: 'won' });
    const remote = write('boris')(lead, { bant: { need: `${need} и музыкой` } });
    expect(mergeDocuments('leads', { base: lead, local, remote })).toMatchObject({
      stage: 'won',
      bant: { need: `срочно ${need} и музыкой` },
    });
    const blind = mergeDocuments('leads', { local, remote });
    expect(blind).toMatchObject({ stage: 'won', bant: { need: `${need} и музыкой` } });
    expect(conflictsOf(blind)).toMatchObject([{ path: '/bant/need', value: `срочно ${need}` }]);
  });

  test('each of which replaced one of two equal words, neither replacement is lost, and nothing waits', () => {
    const write = createWriters('leads');
    const offered = { ...lead, bant: { need: 'скидка 10% на зал и скидка 10% на ужин' } };
    const local = write('anna')(offered, { bant: { need: 'скидка 15% на зал и скидка 10% на ужин' } });
    const remote = write('boris')(offered, { bant: { need: 'скидка 10% на зал и скидка 20% на ужин' } });
    const merged = mergeDocuments('leads', { base: offered, local, remote });
    expect(merged.bant).toEqual({ need: 'скидка 15% на зал и скидка 20% на ужин' });
    expect(conflictsOf(merged)).toEqual([]);
  });

  test('that made the same value there is no conflict, but whoever replaced it knowing one only meets the other', () => {
    const write = createWriters('leads');
    const local = write('anna')(lead, { title: 'Шатёр' });
    const remote = write('boris')(lead, { title: 'Шатёр' });
    const merged = mergeDocuments('leads', { base: lead, local, remote });
    expect(conflictsOf(merged)).toEqual([]);
    expect(editsOf(merged)['/title']?.also).toMatchObject([{ by: 'anna' }]);
    const later = write('vera')(remote, { title: 'Терраса' });
    expect(conflictsOf(mergeDocuments('leads', { local: merged, remote: later }))).toMatchObject([{ value: 'Шатёр' }]);
  });
});

test('a value that waits and is the present one by now was entered twice: who knew one of them meets the other', () => {
  const write = createWriters('leads');
  const lead = asIs(sampleLead);
  const annas = write('anna')(lead, { title: 'Шатёр' });
  const merged = mergeDocuments('leads', { local: annas, remote: write('boris')(lead, { title: 'Терраса' }) });
  const veras = write('vera')(lead, { title: 'Шатёр' });
  const both = mergeDocuments('leads', { local: merged, remote: veras });
  expect(both.title).toBe('Шатёр');
  expect(conflictsOf(both)).toMatchObject([{ value: 'Терраса' }]);
  const later = write('galina')(veras, { title: 'Сад' });
  expect(conflictsOf(mergeDocuments('leads', { local: both, remote: later }))).toContainEqual(
    expect.objectContaining({ value: 'Шатёр' }),
  );
});

describe('a change that is sent again, since its answer was lost', () => {
  const lead = asIs(sampleLead);

  test('changes nothing, though others went on from it', () => {
    const write = createWriters('leads');
    const sent = write('anna')(lead, { title: 'Шатёр', amount: 5 });
    const present = write('boris')(sent, { title: 'Терраса', amount: undefined });
    expect(mergeDocuments('leads', { base: lead, local: sent, remote: present })).toEqual(present);
  });

  test('does not bring back what was deleted meanwhile', () => {
    const write = createWriters('leads');
    const sent = write('anna')(lead, { title: 'Шатёр' });
    const deleted = write('boris')(sent, { _deleted: true });
    expect(mergeDocuments('leads', { base: lead, local: sent, remote: deleted })).toEqual(deleted);
    const made = write('anna')(undefined, sampleLead);
    const gone = write('boris')(made, { _deleted: true });
    expect(mergeDocuments('leads', { local: made, remote: gone })).toEqual(gone);
  });

  test('does not reopen a conflict that was settled', () => {
    const write = createWriters('leads');
    const local = write('anna')(lead, { title: 'Шатёр' });
    const merged = mergeDocuments('leads', { local, remote: write('boris')(lead, { title: 'Терраса' }) });
    const settled = keepCurrent(merged, conflictsOf(merged)[0]?.id ?? '');
    for (const old of [local, merged]) {
      expect(mergeDocuments('leads', { base: lead, local: old, remote: settled })).toEqual(settled);
    }
  });
});

describe('a deletion', () => {
  const lead = asIs(sampleLead);

  test('stands against what it knew, and gives way to an edit it did not know, which it says', () => {
    const write = createWriters('leads');
    const edited = write('anna')(lead, { title: 'Шатёр' });
    const deleted = write('boris')(lead, { _deleted: true });
    expect(mergeDocuments('leads', { base: lead, local: lead, remote: deleted })).toEqual(deleted);
    expect(mergeDocuments('leads', { local: lead, remote: deleted })).toEqual(deleted);
    const kept = mergeDocuments('leads', { base: lead, local: deleted, remote: edited });
    expect(kept).toMatchObject({ _deleted: false, title: 'Шатёр' });
    const at = seenOf(deleted).boris;
    expect(conflictsOf(kept)).toEqual([{ id: `@${at}`, path: '', deleted: true, at, by: 'boris' }]);
    const again = write('boris')(kept, { _deleted: true });
    expect(mergeDocuments('leads', { base: lead, local: kept, remote: again })).toEqual(again);
  });

  test('that knew of an earlier one which was overruled takes its place among what waits', () => {
    const write = createWriters('leads');
    const first = write('boris')(lead, { _deleted: true });
    const kept = mergeDocuments('leads', { local: write('anna')(lead, { title: 'Шатёр' }), remote: first });
    const second = write('vera')(kept, { _deleted: true });
    const merged = mergeDocuments('leads', { local: second, remote: write('anna')(kept, { title: 'Сад' }) });
    expect(conflictsOf(merged)).toMatchObject([{ deleted: true, by: 'vera' }]);
    const late = write('vera', -HOUR)(kept, { _deleted: true });
    const again = mergeDocuments('leads', { local: late, remote: write('anna')(kept, { title: 'Сад' }) });
    expect(conflictsOf(again)).toMatchObject([{ deleted: true, by: 'vera' }]);
  });

  test('by two people at once is one, known only to those who know both', () => {
    const write = createWriters('leads');
    const [local, remote] = [write('anna')(lead, { _deleted: true }), write('boris')(lead, { _deleted: true })];
    const merged = mergeDocuments('leads', { base: lead, local, remote });
    expect(merged).toMatchObject({ _deleted: true, edits: { '': { by: 'boris', also: [{ by: 'anna' }] } } });
    const anew = write('boris')(remote, sampleLead);
    expect(conflictsOf(mergeDocuments('leads', { local: merged, remote: anew }))).toMatchObject([{ by: 'anna' }]);
  });

  test('that nobody stamped is settled by the base', () => {
    const gone: Mergeable = { id: 'd', _deleted: true };
    expect(mergeDocuments('leads', { base: lead, local: lead, remote: gone })).toMatchObject({ _deleted: true });
    expect(mergeDocuments('leads', { base: gone, local: lead, remote: gone })).toEqual(lead);
  });
});

describe('a document that is made anew', () => {
  test('has nothing of its earlier life, but meets an edit of that which nobody knew', () => {
    const write = createWriters('leads');
    const lead = asIs({ ...sampleLead, amount: 5, currency: 'RUB' });
    const unaware = write('vera')(lead, { title: 'Шатёр' });
    const anew = write('boris')(write('boris')(lead, { _deleted: true }), { ...sampleLead, title: 'Терраса' });
    expect(mergeDocuments('leads', { base: lead, local: lead, remote: anew })).toEqual(anew);
    const merged = mergeDocuments('leads', { base: lead, local: unaware, remote: anew });
    expect(merged).toMatchObject({ title: 'Терраса' });
    expect(merged).not.toHaveProperty('amount');
    expect(conflictsOf(merged)).toMatchObject([{ path: '/title', value: 'Шатёр', by: 'vera' }]);
  });

  test('by two devices under one id has what either entered', () => {
    const write = createWriters('contacts');
    const local = write('anna')(undefined, { ...sampleContact, phone: '+7' });
    const remote = write('boris')(undefined, { ...sampleContact, name: 'Аня', email: 'a@b.ru' });
    const merged = mergeDocuments('contacts', { local, remote });
    expect(merged).toMatchObject({ phone: '+7', email: 'a@b.ru', name: 'Аня' });
    expect(conflictsOf(merged)).toMatchObject([{ path: '/name', value: 'Анна' }]);
  });
});

test('a field of a newer version of the program is kept as the server has it', () => {
  const write = createWriters('leads');
  const lead = asIs(sampleLead);
  const newer = {
    ...lead,
    tags: ['vip'],
    edits: { '/tags': { at: '000000000000001-0000-x', by: 'x' } },
    seen: { x: '000000000000001-0000-x' },
  };
  const merged = mergeDocuments('leads', { base: lead, local: write('anna')(lead, { amount: 5 }), remote: newer });
  expect(merged).toMatchObject({
    amount: 5,
    tags: ['vip'],
    edits: { '/tags': { by: 'x' }, '/amount': { by: 'anna' } },
  });
});

test('what nobody stamped is settled by the base: the one side that changed it counts', () => {
  const [base, changed] = [asIs({ ...sampleLead, title: 'a' }), asIs({ ...sampleLead, title: 'b', amount: 5 })];
  expect(mergeDocuments('leads', { base, local: changed, remote: base })).toEqual(changed);
  expect(mergeDocuments('leads', { base, local: base, remote: changed })).toEqual(changed);
  expect(mergeDocuments('leads', { local: base, remote: changed })).toEqual(changed);
  expect(mergeDocuments('leads', { local: changed, remote: base })).toEqual(
    asIs({ ...sampleLead, title: 'a', amount: 5 }),
  );
});

describe('of a collection that nobody edits', () => {
  const passage = (text: string) => asIs({ text });
  const gone: Mergeable = { id: 'd', _deleted: true };
  const merge = (base: Mergeable | undefined, local: Mergeable, remote: Mergeable) =>
    mergeDocuments('passages', { base, local, remote });

  test('what one side changed is the result, of both the server’s, and a deletion stands', () => {
    const [a, b, c] = [passage('a'), passage('b'), passage('c')];
    expect(merge(a, b, a)).toBe(b);
    expect(merge(a, a, b)).toBe(b);
    expect(merge(a, b, c)).toBe(c);
    expect(merge(a, gone, b)).toBe(gone);
    expect(merge(a, b, gone)).toBe(gone);
  });

  test('what is made here over what was deleted elsewhere is there again; what both made is the server’s', () => {
    expect(merge(undefined, passage('a'), gone)).toEqual(passage('a'));
    expect(merge(undefined, passage('a'), passage('b'))).toEqual(passage('b'));
  });
});

test('states are the same whatever the order of their fields, and tombstones whatever they still hold', () => {
  expect(isSameState(asIs({ a: 1, b: undefined }), { a: 1, _deleted: false, id: 'd' })).toBe(true);
  expect(isSameState(asIs({ a: [1, 2] }), asIs({ a: [2, 1] }))).toBe(false);
  const gone: Mergeable = { id: 'd', _deleted: true, seen: { a: '1' } };
  expect(isSameState({ ...gone, title: 'x' }, gone)).toBe(true);
  expect(isSameState({ ...gone, seen: { a: '2' } }, gone)).toBe(false);
  expect(isSameState(gone, { ...gone, _deleted: false })).toBe(false);
});
