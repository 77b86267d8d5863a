import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeLeads, type LeadView, leadColumns } from './lead-rows.ts';

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
const contactOf = (id: string, name: string, company?: string): readonly [string, Contact] => [
  `contact-${id}`,
  {
    id: `contact-${id}`,
    kind: 'person',
    name,
    identities: [],
    createdAt: 0,
    updatedAt: 0,
    ...(company === undefined ? {} : { company }),
  },
];
const view = (change: Partial<LeadView> = {}): LeadView => ({
  stage: 'all',
  text: '',
  sort: 'updated',
  descending: true,
  ...change,
});
const idsOf = (rows: ReturnType<typeof arrangeLeads>) => rows.map(({ lead }) => lead.id);

describe('arrangeLeads', () => {
  it('shows the latest change first', () => {
    const leads = [leadOf('a', { updatedAt: 1 }), leadOf('b', { updatedAt: 3 }), leadOf('c', { updatedAt: 2 })];
    expect(idsOf(arrangeLeads(leads, new Map(), view()))).toEqual(['b', 'c', 'a']);
  });

  it('finds every word in the name, the company or the need, whatever their case', () => {
    const leads = [leadOf('a', { bant: { need: 'Свадьба на 50 гостей' } }), leadOf('b')];
    const contacts = new Map([contactOf('a', 'Анна Котова', 'Север'), contactOf('b', 'Анна Белова')]);
    expect(idsOf(arrangeLeads(leads, contacts, view({ text: 'анна  СВАДЬБА' })))).toEqual(['a']);
    expect(idsOf(arrangeLeads(leads, contacts, view({ text: 'север' })))).toEqual(['a']);
  });

  it('names a lead by its contact, and by its title while the contact is not there', () => {
    const leads = [leadOf('a'), leadOf('b', { updatedAt: -1 })];
    const rows = arrangeLeads(leads, new Map([contactOf('a', 'Анна')]), view());
    expect(rows.map(({ name }) => name)).toEqual(['Анна', 'Lead b']);
  });

  it('never loses or repeats a lead, whatever the order and the stage', () => {
    const leads = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1 }),
        stage: fc.constantFrom(...leadStages),
        score: fc.nat(100),
        updatedAt: fc.nat(),
        amount: fc.option(fc.nat(), { nil: undefined }),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(leads, fc.constantFrom(...leadColumns), fc.boolean(), (made, sort, descending) => {
        const all = made.map(({ id, amount, ...rest }) =>
          leadOf(id, amount === undefined ? rest : { ...rest, amount }),
        );
        const byStage = leadStages.flatMap((stage) =>
          idsOf(arrangeLeads(all, new Map(), view({ stage, sort, descending }))),
        );
        const whole = idsOf(arrangeLeads(all, new Map(), view({ sort, descending })));
        expect(byStage.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        expect(whole.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      }),
    );
  });
});
