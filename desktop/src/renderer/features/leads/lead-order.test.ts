import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFirstInOrder } from './first-in-order.ts';
import { type Customer, entryOf, filterOf, type LeadEntry, orderOf } from './lead-order.ts';
import { type LeadView, leadColumns, rowOf } from './lead-rows.ts';

const leadOf = (id: string, change: Partial<Lead> = {}): Lead => ({
  id,
  contactId: `contact-${id}`,
  title: `Lead ${id}`,
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: {},
  createdAt: 0,
  updatedAt: 0,
  ...change,
});
const nobody: Customer = { name: '', company: '' };
const view = (change: Partial<LeadView> = {}): LeadView => ({
  stage: 'all',
  text: '',
  sort: 'updated',
  descending: true,
  ...change,
});
const arrange = (entries: readonly LeadEntry[], asked: LeadView): readonly string[] =>
  entries
    .filter(filterOf(asked))
    .toSorted(orderOf(asked))
    .map(({ id }) => id);

describe('the order of the leads', () => {
  it('shows the latest change first', () => {
    const entries = [1, 3, 2].map((updatedAt) => entryOf(leadOf(`at ${updatedAt}`, { updatedAt }), nobody));
    expect(arrange(entries, view())).toEqual(['at 3', 'at 2', 'at 1']);
  });

  it('finds every word in the name, the company or the need, whatever their case', () => {
    const entries = [
      entryOf(leadOf('a', { bant: { need: 'Свадьба на 50 гостей' } }), { name: 'анна котова', company: 'север' }),
      entryOf(leadOf('b'), { name: 'анна белова', company: '' }),
    ];
    expect(arrange(entries, view({ text: 'анна  СВАДЬБА' }))).toEqual(['a']);
    expect(arrange(entries, view({ text: 'Север' }))).toEqual(['a']);
    expect(arrange(entries, view({ text: 'анна' }))).toHaveLength(2);
  });

  it('names a lead by its contact, and by its title while the contact is not there', () => {
    const contact = { id: 'c', kind: 'person' as const, name: 'Анна', identities: [], createdAt: 0, updatedAt: 0 };
    expect(rowOf(leadOf('a'), contact).name).toBe('Анна');
    expect(rowOf(leadOf('b'), undefined).name).toBe('Lead b');
    const entries = [entryOf(leadOf('a'), { name: 'анна', company: '' }), entryOf(leadOf('b'), nobody)];
    expect(arrange(entries, view({ sort: 'title', descending: false }))).toEqual(['b', 'a']);
  });

  const leads = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1 }),
      stage: fc.constantFrom(...leadStages),
      score: fc.nat(3),
      updatedAt: fc.nat(5),
      amount: fc.option(fc.nat(3), { nil: undefined }),
    }),
    { selector: ({ id }) => id },
  );
  const views = fc.record({ sort: fc.constantFrom(...leadColumns), descending: fc.boolean() });
  const entriesOf = (made: readonly { id: string; amount: number | undefined }[]): readonly LeadEntry[] =>
    made.map(({ id, amount, ...rest }) =>
      entryOf(leadOf(id, amount === undefined ? rest : { ...rest, amount }), nobody),
    );

  it('never loses or repeats a lead, whatever the order and the stage', () => {
    fc.assert(
      fc.property(leads, views, (made, asked) => {
        const entries = entriesOf(made);
        const byStage = leadStages.flatMap((stage) => arrange(entries, view({ ...asked, stage })));
        expect(byStage.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('is the same whatever order the leads come in, and for the first of them alone', () => {
    fc.assert(
      fc.property(leads, views, fc.integer({ min: 1, max: 10 }), (made, asked, limit) => {
        const whole = arrange(entriesOf(made), view(asked));
        expect(arrange(entriesOf(made.toReversed()), view(asked))).toEqual(whole);
        const first = createFirstInOrder(orderOf(view(asked)), limit);
        for (const entry of entriesOf(made)) first.offer(entry);
        expect(first.list().map(({ id }) => id)).toEqual(whole.slice(0, limit));
      }),
    );
  });
});
