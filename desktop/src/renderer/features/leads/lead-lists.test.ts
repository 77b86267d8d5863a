import 'fake-indexeddb/auto';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { type Lead, leadStages } from '@inbetwin/shared/entities/lead.ts';
import { sampleContact, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createRemoteWriters } from '../../database/marks/remote-writer.ts';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { indexedLeads } from './indexed-leads.ts';
import { createLeadRoster, type LeadRoster } from './lead-roster.ts';
import { type LeadView, leadColumns } from './lead-rows.ts';

let workspace: Workspace | undefined;
let roster: LeadRoster | undefined;

const close = async (): Promise<void> => {
  roster?.stop();
  await workspace?.close();
  [workspace, roster] = [undefined, undefined];
};
afterEach(close);

const open = async (): Promise<Workspace> => {
  workspace = await openWorkspace({
    name: `leads-${crypto.randomUUID()}`,
    multiInstance: false,
    only: ['leads', 'contacts'],
  });
  return workspace;
};

type Write = {
  readonly by: 'person' | 'server';
  readonly what: 'lead' | 'contact' | 'no lead' | 'no contact';
  readonly at: number;
  readonly stage: Lead['stage'];
  readonly number: number;
  readonly word: string;
};

const words = ['Анна', 'анна', 'Борис', '', 'север'];
const write: fc.Arbitrary<Write> = fc.record({
  by: fc.constantFrom('person', 'server'),
  what: fc.constantFrom('lead', 'lead', 'lead', 'contact', 'no lead', 'no contact'),
  at: fc.nat(11),
  stage: fc.constantFrom(...leadStages),
  number: fc.nat(4),
  word: fc.constantFrom(...words),
});

const leadFrom = ({ at, stage, number, word }: Write): Lead =>
  sampleLead(`lead:${at}`, {
    contactId: `contact:${at % 5}`,
    title: `Праздник ${word}`,
    stage,
    score: number,
    updatedAt: 1_000 + number,
    bant: word === '' ? {} : { need: word },
    ...(number > 1 && { amount: number }),
  });
const contactFrom = ({ at, word, number }: Write): Contact =>
  sampleContact(`contact:${at % 5}`, { name: word, ...(number > 2 && { company: 'Север' }) });

/** Through the database's own writes, or replication's. Answers when it is stored. */
const apply = async ({ collections }: Workspace, one: Write): Promise<void> => {
  const name = one.what.endsWith('lead') ? 'leads' : 'contacts';
  const document = name === 'leads' ? leadFrom(one) : contactFrom(one);
  const isGone = one.what.startsWith('no');
  if (one.by === 'server') {
    const state: SyncDocument = isGone ? { id: document.id, _deleted: true } : { ...document, _deleted: false };
    await createRemoteWriters({ collections })[name].apply([state]);
  } else if (isGone) await (await collections[name].findOne(document.id).exec())?.incrementalRemove();
  else if (name === 'leads') await collections.leads.incrementalUpsert(leadFrom(one));
  else await collections.contacts.incrementalUpsert(contactFrom(one));
};

const stage = fc.constantFrom('all' as const, 'all' as const, ...leadStages);
const anyView: fc.Arbitrary<LeadView> = fc.record({
  stage,
  text: fc.constantFrom('', 'анна', 'Север праздник', 'нет такого'),
  sort: fc.constantFrom(...leadColumns),
  descending: fc.boolean(),
});
const indexedView: fc.Arbitrary<LeadView> = fc.record({
  stage,
  text: fc.constant(' '),
  sort: fc.constantFrom('updated', 'score'),
  descending: fc.boolean(),
});
const view = fc.oneof(anyView, indexedView);

/** Everything, filtered and sorted. */
const naive = async ({ collections }: Workspace, { stage, text, sort, descending }: LeadView): Promise<string[]> => {
  const contacts = new Map((await collections.contacts.find().exec()).map((contact) => [contact.id, contact]));
  const leads = (await collections.leads.find().exec()).map((lead) => lead.toJSON());
  const nameOf = ({ contactId, title }: (typeof leads)[number]) => contacts.get(contactId)?.name || title;
  const textOf = (lead: (typeof leads)[number]) =>
    [nameOf(lead), contacts.get(lead.contactId)?.company, lead.title, lead.bant.need].join('\n').toLowerCase();
  const keyOf = (lead: (typeof leads)[number]): string | number => {
    if (sort === 'title') return nameOf(lead).toLowerCase();
    if (sort === 'need') return lead.bant.need?.toLowerCase() ?? '';
    if (sort === 'stage') return leadStages.indexOf(lead.stage);
    return sort === 'amount' ? (lead.amount ?? -1) : sort === 'score' ? lead.score : lead.updatedAt;
  };
  const isNumber = sort === 'amount' || sort === 'score' || sort === 'updated';
  return leads
    .filter((lead) => stage === 'all' || lead.stage === stage)
    .filter((lead) =>
      text
        .toLowerCase()
        .trim()
        .split(' ')
        .every((word) => textOf(lead).includes(word)),
    )
    .toSorted((a, b) => {
      const [x, y] = [keyOf(a), keyOf(b)];
      if (x !== y) return x < y === descending ? 1 : -1;
      const isLater = a.updatedAt === b.updatedAt ? a.id > b.id : a.updatedAt > b.updatedAt;
      return isLater === (isNumber ? descending : true) ? -1 : 1;
    })
    .map(({ id }) => id);
};

const never = new AbortController().signal;

test('every view of the leads is everything filtered and sorted, by index or by roster, whoever writes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 25 }),
      fc.array(write, { maxLength: 10 }),
      fc.array(view, { minLength: 6, maxLength: 6 }),
      async (before, after, views) => {
        const opened = await open();
        const { leads, contacts } = opened.collections;
        for (const one of before) await apply(opened, one);
        const failures: unknown[] = [];
        const made = createLeadRoster({ leads, contacts, onFailure: (error) => failures.push(error) });
        roster = made;
        const limit = 4;
        const seen = new Map<LeadView, readonly string[]>();
        for (const asked of views) {
          const query = indexedLeads(asked, { limit });
          if (query)
            leads.find(query).$.subscribe((found) =>
              seen.set(
                asked,
                found.map(({ id }) => id),
              ),
            );
        }
        for (const one of after) await apply(opened, one);
        await vi.waitFor(() => expect(made.state().isComplete).toBe(true));

        for (const asked of views) {
          const all = await naive(opened, asked);
          expect(await made.find(asked, limit, never)).toEqual({ ids: all.slice(0, limit), total: all.length });
          const query = indexedLeads(asked, { limit });
          if (!query) continue;
          expect((await leads.find(query).exec()).map(({ id }) => id)).toEqual(all.slice(0, limit));
          await vi.waitFor(() => expect(seen.get(asked)).toEqual(all.slice(0, limit)));
        }
        expect(failures).toEqual([]);
        await close();
      },
    ),
    { numRuns: 25 },
  );
});

test('what changes while the roster reads is as it was changed, not as it was read', async () => {
  const { collections } = await open();
  const { leads, contacts } = collections;
  await leads.bulkInsert([sampleLead('lead:1', { stage: 'new' }), sampleLead('lead:2', { stage: 'new' })]);
  const { storageInstance } = leads;
  const read = storageInstance.query.bind(storageInstance);
  vi.spyOn(storageInstance, 'query').mockImplementation(async (query) => {
    const found = await read(query);
    await (await leads.findOne('lead:1').exec(true)).incrementalPatch({ stage: 'won' });
    await (await leads.findOne('lead:2').exec(true)).incrementalRemove();
    return found;
  });
  const made = createLeadRoster({ leads, contacts, onFailure: (error) => expect.unreachable(String(error)) });
  roster = made;
  await vi.waitFor(() => expect(made.state()).toEqual({ read: 1, isComplete: true }));
  const asked: LeadView = { stage: 'won', text: '', sort: 'stage', descending: true };
  expect(await made.find(asked, 9, never)).toEqual({ ids: ['lead:1'], total: 1 });
});

test('leads that were all changed at one moment are all read', async () => {
  const { collections } = await open();
  const many = Array.from({ length: 300 }, (_, at) => sampleLead(`lead:${at}`));
  await createRemoteWriters({ collections }).leads.fill(many.map((lead) => ({ ...lead, _deleted: false })));
  const { leads, contacts } = collections;
  const made = createLeadRoster({ leads, contacts, onFailure: (error) => expect.unreachable(String(error)) });
  roster = made;
  await vi.waitFor(() => expect(made.state()).toEqual({ read: 300, isComplete: true }));
});
