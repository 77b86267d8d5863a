import { describe, expect, test } from 'vitest';
import type { Lead } from '../entities/lead.ts';
import type { Message } from '../entities/message.ts';
import type { Passage } from '../entities/passage.ts';
import type { Documents } from './collection.ts';
import { eachPage } from './each-page.ts';

/** A sample lead. */
export const leadOf = (id: string, over: Partial<Lead> = {}): Lead => ({
  id,
  contactId: 'contact:1',
  title: 'Зал',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: {},
  createdAt: 1,
  updatedAt: 1,
  ...over,
});

/** A sample message. */
export const message: Message = {
  id: 'person:u1:1',
  conversationId: 'telegram:42:7',
  direction: 'outbound',
  author: { kind: 'person', id: 'u1' },
  text: 'Добрый день',
  citations: [],
  delivery: { state: 'queued', attempts: 0, platformIds: [] },
  sentAt: 1,
  createdAt: 1,
};

const passageAt = (position: number, sourceId = 'source:1'): Passage => ({
  id: `${sourceId}:${position}`,
  sourceId,
  position,
  title: 'Зал',
  text: `Отрывок ${position}`,
  start: 0,
  end: 9,
  language: 'ru',
  updatedAt: 1,
});

/** The conformance suite of all implementations of `Collection`. `open` opens empty documents, in the name of somebody. */
export const describeCollections = (name: string, open: () => Promise<Documents>): void => {
  describe(`the documents of ${name}`, () => {
    test('are stored once, and found by their id', async () => {
      const { messages } = await open();
      expect(await messages.get(message.id)).toBeUndefined();
      expect(await messages.insertOnce(message)).toEqual({ document: message, inserted: true });
      const other = { ...message, text: 'Иначе' };
      expect(await messages.insertOnce(other)).toEqual({ document: message, inserted: false });
      expect(await messages.get(message.id)).toEqual(message);
      expect(await messages.getMany(['none', message.id])).toEqual([message]);
    });

    test('are inserted many at once, beside those that are there', async () => {
      const { passages } = await open();
      await passages.insertOnce(passageAt(1));
      const left = await passages.insertMany([passageAt(0), { ...passageAt(1), title: 'Иначе' }, passageAt(2)]);
      expect(left).toEqual([passageAt(1).id]);
      expect(await passages.getMany([0, 1, 2].map((at) => passageAt(at).id))).toEqual(
        [0, 1, 2].map((at) => passageAt(at)),
      );
      await passages.put({ ...passageAt(1), title: 'Иначе' });
      expect(await passages.get(passageAt(1).id)).toMatchObject({ title: 'Иначе' });
    });

    test.each([false, true])('are read page by page in the order of an index (descending: %s)', async (descending) => {
      const { passages, leads } = await open();
      await passages.insertMany([3, 0, 4, 1, 2].map((at) => passageAt(at)));
      await passages.insertOnce(passageAt(9, 'source:2'));
      const positions: number[][] = [];
      const query = { index: ['sourceId', 'position'], equals: ['source:1'], limit: 2, descending };
      for await (const page of eachPage(passages, query)) positions.push(page.map(({ position }) => position));
      expect(positions).toEqual(descending ? [[4, 3], [2, 1], [0]] : [[0, 1], [2, 3], [4]]);

      // More documents than fit a page have the same value.
      const times = [5, 5, 5, 5, 5, 7, 1];
      for (const [at, updatedAt] of times.entries()) await leads.insertOnce(leadOf(`lead:${at}`, { updatedAt }));
      const found: string[] = [];
      for await (const page of eachPage(leads, { index: ['updatedAt'], equals: [], limit: 2, descending })) {
        expect(page.length).toBeLessThanOrEqual(2);
        found.push(...page.map(({ id }) => id));
      }
      const ascending = ['lead:6', 'lead:0', 'lead:1', 'lead:2', 'lead:3', 'lead:4', 'lead:5'];
      expect(found).toEqual(descending ? ascending.toReversed() : ascending);
    });

    test('are updated in their newest state; a missing one stays missing, and the same object is not written', async () => {
      const { leads } = await open();
      const { document } = await leads.insertOnce(leadOf('lead:1'));
      await leads.update('lead:1', (lead) => ({ ...lead, score: 10 }));
      const updated = await leads.update(document, (lead) => ({ ...lead, title: `${lead.title} на ${lead.score}` }));
      expect(updated).toMatchObject({ title: 'Зал на 10', score: 10, updatedAt: 1 });
      const before = await leads.get('lead:1');
      expect(await leads.update('lead:1', (lead) => lead)).toEqual(before);
      expect(await leads.get('lead:1')).toEqual(before);
      expect(await leads.update('none', (lead) => ({ ...lead, score: 1 }))).toBeUndefined();
      expect(await leads.get('none')).toBeUndefined();
    });

    test('are deleted, which may be repeated, and can be stored anew', async () => {
      const { passages } = await open();
      await passages.insertMany([passageAt(0), passageAt(1)]);
      await passages.delete([passageAt(0).id, 'none']);
      await passages.delete([passageAt(0).id]);
      expect(await passages.get(passageAt(0).id)).toBeUndefined();
      const { items } = await passages.find({ index: ['sourceId', 'position'], equals: ['source:1'], limit: 9 });
      expect(items).toEqual([passageAt(1)]);
      expect(await passages.insertMany([passageAt(0)])).toEqual([]);
      expect(await passages.get(passageAt(0).id)).toEqual(passageAt(0));
    });

    test('are edited as they were shown: what the edit leaves alone keeps what others wrote since', async () => {
      const { leads } = await open();
      await leads.insertOnce(leadOf('lead:1'));
      const shown = await shownOf(leads, 'lead:1');
      await leads.update('lead:1', (lead) => ({ ...lead, score: 10 }));
      const edited = await leads.edit({ shown, next: (lead) => ({ ...lead, title: 'Свадьба' }) });
      expect(edited).toMatchObject({ title: 'Свадьба', score: 10 });
      expect(edited.updatedAt).toBeGreaterThan(shown.updatedAt);
      expect(await leads.get('lead:1')).toEqual(edited);
      expect(edited.edits?.['/title']?.by).toBeDefined();
    });

    test('are edited in several ways at once, and an edit without effect writes nothing', async () => {
      const { leads } = await open();
      await leads.insertOnce(leadOf('lead:1'));
      const shown = await shownOf(leads, 'lead:1');
      expect(await leads.edit({ shown, next: (lead) => ({ ...lead }) })).toEqual(shown);
      expect(await leads.get('lead:1')).toEqual(shown);
      const stage = { shown, next: (lead: Lead): Lead => ({ ...lead, stage: 'qualified' }) };
      await leads.edit(stage, { shown, next: (lead) => ({ ...lead, title: `${lead.title} ${lead.stage}` }) });
      expect(await leads.get('lead:1')).toMatchObject({ stage: 'qualified', title: 'Зал qualified' });
    });

    test('are made by an edit that says so', async () => {
      const { leads } = await open();
      const made = {
        shown: leadOf('lead:1'),
        isNew: true,
        next: (lead: Lead): Lead => ({ ...lead, title: 'Свадьба' }),
      };
      expect(await leads.edit(made)).toMatchObject({ id: 'lead:1', title: 'Свадьба' });
      expect(await leads.get('lead:1')).toMatchObject({ id: 'lead:1', title: 'Свадьба' });
    });

    test('are removed as they were shown and restored; what is there is left alone', async () => {
      const { leads } = await open();
      await leads.insertOnce(leadOf('lead:1'));
      const shown = await shownOf(leads, 'lead:1');
      await leads.restore({ ...shown, title: 'Иначе' });
      expect(await leads.get('lead:1')).toEqual(shown);
      await leads.remove(shown);
      expect(await leads.get('lead:1')).toBeUndefined();
      await leads.remove(shown);
      await leads.restore(shown);
      expect(await leads.get('lead:1')).toMatchObject({ title: 'Зал', stage: 'new', createdAt: 1 });
    });
  });
};

const shownOf = async (leads: Documents['leads'], id: string): Promise<Lead> => {
  const lead = await leads.get(id);
  if (!lead) throw new Error(`There is no lead ${id}.`);
  return lead;
};
