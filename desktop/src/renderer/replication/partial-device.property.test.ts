import 'fake-indexeddb/auto';
import { newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import { isKept } from '@inbetwin/shared/entities/declaring/recent.ts';
import { type Lead, leads as leadEntity } from '@inbetwin/shared/entities/lead.ts';
import { sampleContact, sampleConversation, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptRanges, openKeptRange, startOfRange } from '../database/kept-range.ts';
import type { Device } from './testing/open-device.ts';
import { online, openStage, until } from './testing/open-stage.ts';

const only = ['contacts', 'conversations', 'leads', 'messages', 'twins', 'work'] as const;
const DAY = 86_400_000;

/** In days, of what the team has in the beginning. */
const AGES = [1, 200, 500, 300, 110];
const numbers = fc.nat(AGES.length);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('server' as const),
    number: numbers,
    age: fc.constantFrom(1, 60, 200, 500),
    stage: fc.constantFrom<Lead['stage']>('proposal', 'lost', 'won'),
  }),
  fc.record({ kind: fc.constant('remove' as const), number: numbers }),
  fc.record({ kind: fc.constant('edit' as const), number: numbers }),
  fc.record({ kind: fc.constant('open' as const), number: numbers }),
  fc.record({ kind: fc.constant('choose' as const), range: fc.constantFrom(...keptRanges) }),
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({ kind: fc.constant('offline' as const) }),
  fc.record({ kind: fc.constant('online' as const) }),
);

/** What a device must hold in the end, of the living leads of the server: its own range, and what it ever saw. */
const findMissing = (server: readonly Lead[], held: ReadonlySet<string>, since: number): readonly string[] =>
  server.filter((lead) => isKept(leadEntity.ofLargeTeams, lead, since) && !held.has(lead.id)).map(({ id }) => id);

test('whatever happens, a device ends with what it should hold, loses nothing unsent, and deletes nothing elsewhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const stage = await openStage();
      const session = await stage.register(`anna-${crypto.randomUUID()}`);
      const documents = stage.server.documentsOf(session.team.id);
      const removed = new Set<string>();
      const edited = new Map<string, string>();
      const write = async (number: number, age: number, stageOf: Lead['stage']): Promise<void> => {
        const at = Date.now() - age * DAY;
        const [leadId, contactId, id] = [`lead:${number}`, `contact:${number}`, `telegram:42:${number}`];
        const times = { createdAt: 1, updatedAt: at };
        // Only once: later, a device can only know the customer by what refers to it.
        await documents.contacts.insertOnce(sampleContact(contactId, { createdAt: 1, updatedAt: 1 }));
        await documents.conversations.put(
          sampleConversation(id, { contactId, leadId, recency: newestFirst(at), ...times }),
        );
        if (!removed.has(leadId)) {
          const before = await documents.leads.get(leadId);
          await documents.leads.put(
            before
              ? { ...before, stage: stageOf, updatedAt: at }
              : sampleLead(leadId, { contactId, stage: stageOf, ...times }),
          );
        }
      };
      let isConnected = true;
      const connect = async (next: boolean): Promise<void> => {
        if (next !== isConnected) await (next ? stage.server.comeBack() : stage.server.goAway());
        isConnected = next;
      };
      for (const [number, age] of AGES.entries()) await write(number, age, number === 1 ? 'proposal' : 'lost');
      let device: Device = await stage.openFor(session, [...only], 0);
      await online(device);

      for (const [at, one] of steps.entries()) {
        if (one.kind === 'server') await write(one.number, one.age, one.stage);
        if (one.kind === 'remove') {
          removed.add(`lead:${one.number}`);
          await documents.leads.delete([`lead:${one.number}`]);
        }
        if (one.kind === 'edit') {
          const found = await device.workspace.collections.leads.findOne(`lead:${one.number}`).exec();
          const shown = found && (await device.workspace.documents.leads.get(found.id));
          if (shown) {
            await device.workspace.documents.leads.edit({
              shown,
              next: (lead) => ({ ...lead, title: `правка ${at}` }),
            });
            edited.set(shown.id, `правка ${at}`);
          }
        }
        if (one.kind === 'open') {
          // Offline it fails, and nothing happens.
          await device.replication.onDemand.openConversation(`telegram:42:${one.number}`).catch(() => undefined);
        }
        if (one.kind === 'choose') await openKeptRange(device.workspace.database).change(() => ({ range: one.range }));
        if (one.kind === 'restart') device = await stage.restart(device);
        if (one.kind === 'offline' || one.kind === 'online') await connect(one.kind === 'online');
      }

      await connect(true);
      await online(device);
      const range = (await openKeptRange(device.workspace.database).read())?.range ?? 'quarter';
      const since = startOfRange(range, Date.now()) ?? 0;
      const { collections } = device.workspace;
      await until(async () => {
        const { items } = await documents.leads.find({ index: ['updatedAt'], equals: [], limit: 100 });
        const held = new Map((await collections.leads.find().exec()).map((lead) => [lead.id, lead.toJSON()]));
        expect(findMissing(items, new Set(held.keys()), since + 60_000)).toEqual([]);
        const living = new Map(items.map((lead) => [lead.id, lead]));
        for (const [id, title] of edited) if (!removed.has(id)) expect(living.get(id)?.title, id).toBe(title);
        for (const [id, lead] of held) expect(lead.updatedAt, id).toBe(living.get(id)?.updatedAt);
        // Whatever is shown has its customer.
        for (const { contactId } of held.values()) {
          expect(await collections.contacts.findOne(contactId).exec(), contactId).not.toBeNull();
        }
      });
      const { items } = await documents.leads.find({ index: ['updatedAt'], equals: [], limit: 100 });
      // Only an edit that met a deletion may bring something back.
      for (const { id } of items) if (removed.has(id)) expect(edited.has(id), id).toBe(true);
      const written = await documents.conversations.find({ index: ['recency'], equals: [], limit: 100 });
      const numbersWritten = new Set([
        ...AGES.keys(),
        ...steps.flatMap((one) => (one.kind === 'server' ? [one.number] : [])),
      ]);
      expect(written.items.length).toBe(numbersWritten.size);
      await stage.close(device);
    }),
    { seed: 70, numRuns: 10, endOnFailure: true },
  );
}, 120_000);
