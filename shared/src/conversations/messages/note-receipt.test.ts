import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../entities/message.ts';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { noteReceipt, withReceipt } from './note-receipt.ts';

const conversationId = 'trial:a:c';
const messageOf = (id: string, delivery: Partial<Message['delivery']>): Message => ({
  id,
  conversationId,
  direction: 'outbound',
  author: { kind: 'agent' },
  text: id,
  citations: [],
  delivery: { state: 'sent', attempts: 1, platformIds: [`${id}-1`], ...delivery },
  sentAt: 1,
  createdAt: Number(id.slice(1)),
});
const receipt = { account: 'a', chatId: 'c' } as const;

test('in whatever order receipts come, however often: a message moves forward alone and ends with the furthest', () => {
  const states = fc.array(fc.constantFrom('delivered' as const, 'read' as const), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(states, (received) => {
      const ranks = ['sent', 'delivered', 'read'];
      let message = messageOf('m1', {});
      for (const state of received) {
        const next = withReceipt(message, state);
        expect(ranks.indexOf(next.delivery.state)).toBeGreaterThanOrEqual(ranks.indexOf(message.delivery.state));
        message = next;
      }
      expect(message.delivery.state).toBe(received.includes('read') ? 'read' : 'delivered');
    }),
    { seed: 42, numRuns: 100 },
  );
});

test.each(['received', 'queued', 'sending', 'failed'] as const)('what is %s is neither delivered nor read', (state) => {
  const message = messageOf('m1', { state });
  expect(withReceipt(message, 'read')).toBe(message);
});

test('finds the messages by any of their parts, and passes over what nobody here has sent', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  for (const id of ['m1', 'm2', 'm3']) await documents.messages.insertOnce(messageOf(id, {}));
  await noteReceipt(documents, conversationId, { ...receipt, state: 'read', platformIds: ['m1-1', 'm3-1', 'foreign'] });
  const states = await Promise.all(['m1', 'm2', 'm3'].map((id) => documents.messages.get(id)));
  expect(states.map((message) => message?.delivery.state)).toEqual(['read', 'sent', 'read']);
});

test('a receipt that overtakes the record of its message is asked for again', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.messages.insertOnce(messageOf('m1', { state: 'sending', platformIds: [] }));
  const early = { ...receipt, state: 'read', platformIds: ['m1-1'] } as const;
  await expect(noteReceipt(documents, conversationId, early)).rejects.toMatchObject({ code: 'server.busy' });
});
