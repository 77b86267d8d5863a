import { parseEvent } from '@inbetwin/shared/contracts/events.ts';
import { type Lead, leadStages, leads } from '@inbetwin/shared/entities/lead.ts';
import { deliveryStates, type Message, messages } from '@inbetwin/shared/entities/message.ts';
import { type CollectionName, entities } from '@inbetwin/shared/entities/registry.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveEvents } from './derive-events.ts';

const change = (collection: string, body: { readonly id: string }, rev = '1'): Change => ({
  ...{ id: body.id, rev, deleted: false, body, collection, sequence: rev },
});

/** Tells the states of one document one after another, and returns all events. */
const tellAll = (collection: CollectionName, states: readonly { readonly id: string }[]) => {
  let told: object | undefined;
  return states.flatMap((state, at) => {
    const derived = deriveEvents('crew', change(collection, state, String(at)), told);
    told = derived.told ?? told;
    return derived.events.map(({ type, data }) => ({ type, ...(data as object) }));
  });
};

const sample = leads.samples.stored as Lead;
const anyLead = fc
  .record({ stage: fc.constantFrom(...leadStages), score: fc.integer({ min: 0, max: 100 }) })
  .map((fields): Lead => ({ ...sample, ...fields }));

test('whichever states of a lead are left out, what is told begins with its creation and leads to its last state', () => {
  fc.assert(
    fc.property(fc.array(anyLead, { minLength: 1, maxLength: 12 }), fc.func(fc.boolean()), (states, isLeftOut) => {
      const seen = states.filter((_, at) => at === states.length - 1 || !isLeftOut(at));
      const [first, ...others] = tellAll('leads', seen) as { type: string; [field: string]: unknown }[];
      expect(first?.type).toBe('lead.created');
      let [stage, score] = [first?.stage, first?.score];
      for (const { type, from, to } of others) {
        if (type === 'lead.stage_changed') {
          expect(from).toBe(stage);
          stage = to;
        } else {
          expect([type, from]).toEqual(['lead.scored', score]);
          score = to;
        }
        expect(from).not.toBe(to);
      }
      const last = states.at(-1);
      expect([stage, score]).toEqual([last?.stage, last?.score]);
    }),
    { seed: 1 },
  );
});

test('telling a document again yields the same events, and after they are remembered none', () => {
  fc.assert(
    fc.property(anyLead, anyLead, fc.boolean(), (before, after, isTold) => {
      const { told } = isTold ? deriveEvents('crew', change('leads', before, '1'), undefined) : {};
      const first = deriveEvents('crew', change('leads', after, '2'), told);
      expect(deriveEvents('crew', change('leads', after, '2'), told)).toEqual(first);
      expect(deriveEvents('crew', change('leads', after, '3'), first.told ?? told).events).toEqual([]);
    }),
    { seed: 2 },
  );
});

test('events of other teams, documents and changes have other ids', () => {
  const states: Lead[] = [sample, { ...sample, stage: 'won' }, sample, { ...sample, stage: 'won' }];
  const ids = ['crew', 'others'].flatMap((teamId) =>
    ['a', 'b'].flatMap((id) => {
      let told: object | undefined;
      return states.flatMap((state, at) => {
        const derived = deriveEvents(teamId, change('leads', { ...state, id }, String(at)), told);
        told = derived.told ?? told;
        return derived.events.map((event) => event.id);
      });
    }),
  );
  expect(ids).toHaveLength(16);
  expect(new Set(ids).size).toBe(16);
});

test('a reply is told when it was sent or has failed, once for each time, whatever its delivery goes through', () => {
  const reply = messages.samples.made as Message;
  const inState = (state: Message['delivery']['state']): Message => ({
    ...reply,
    delivery: {
      state,
      attempts: 1,
      platformIds: [],
      ...(state === 'failed' && { reason: { code: 'gone', message: 'Gone' } }),
    },
  });
  const typesOf = (...states: readonly Message['delivery']['state'][]) =>
    tellAll('messages', states.map(inState)).map(({ type }) => type);
  expect(typesOf('queued', 'sending', 'sent', 'delivered', 'read')).toEqual(['message.sent']);
  expect(typesOf('queued', 'read')).toEqual(['message.sent']);
  expect(typesOf('queued', 'failed', 'queued', 'failed', 'sending', 'sent')).toEqual([
    ...['message.failed', 'message.failed', 'message.sent'],
  ]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...deliveryStates.slice(1)), { maxLength: 12 }), (states) => {
      const outcomes = states.map((state) => (['sent', 'delivered', 'read'].includes(state) ? 'sent' : state));
      const changes = outcomes.filter((state) => state === 'sent' || state === 'failed' || state === 'queued');
      expect(typesOf(...states).length).toBeLessThanOrEqual(changes.length);
    }),
    { seed: 3 },
  );
});

test('a customer’s message is told once, with its text', () => {
  const { author: _, ...made } = messages.samples.made as Message;
  const received: Message = {
    ...{ ...made, direction: 'inbound', author: { kind: 'customer' } },
    delivery: { state: 'received', attempts: 0, platformIds: [] },
  };
  const edited: Message = { ...received, text: 'Другое', edited: { at: received.createdAt, earlier: [received.text] } };
  expect(tellAll('messages', [received, edited])).toEqual([
    {
      type: 'message.received',
      ...{ conversationId: received.conversationId, text: received.text, files: 0, sentAt: received.sentAt },
      isGroup: false,
    },
  ]);
});

test('a conversation tells each hand-over once, and who it is assigned to', () => {
  const stored = entities.conversations.samples.stored;
  const handover = { reason: 'person', summary: 'Просит позвонить', at: stored.createdAt + 5 };
  const again = { ...handover, at: handover.at + 5 };
  const states = [
    stored,
    { ...stored, handover },
    { ...stored, handover, assigneeId: 'anna' },
    { ...stored, assigneeId: 'anna' },
    { ...stored, handover },
    { ...stored, handover: again },
  ];
  const customer = { contactId: stored.contactId, leadId: stored.leadId };
  const told = { type: 'handover.requested', ...customer, reason: handover.reason, summary: handover.summary };
  expect(tellAll('conversations', states)).toEqual([
    told,
    { type: 'conversation.assigned', ...customer, from: undefined, to: 'anna' },
    { type: 'conversation.assigned', ...customer, from: 'anna', to: undefined },
    told,
  ]);
});

test('samples, deleted documents, and collections that nobody is told of tell nothing', () => {
  expect(tellAll('leads', [{ ...sample, demo: true } as Lead])).toEqual([]);
  expect(deriveEvents('crew', { ...change('leads', sample), deleted: true }, undefined).events).toEqual([]);
  expect(deriveEvents('crew', change('settings', entities.settings.samples.stored), undefined).events).toEqual([]);
});

test.each(Object.entries(entities))(
  'what %s tell can be parsed by receivers, and contains none of the sync fields',
  (name, entity) => {
    const { samples } = entity as { readonly samples?: { readonly stored: Lead; readonly made: Lead } };
    for (const state of samples ? [samples.stored, samples.made] : []) {
      const stamped = { ...state, edits: { '/title': { at: `${'0'.repeat(15)}-0000-node`, by: 'anna' } } };
      const derived = [state, ...(name === 'leads' ? [stamped] : [])].flatMap(
        (each) => deriveEvents('crew', change(name, each), undefined).events,
      );
      for (const event of derived) {
        const received: unknown = JSON.parse(JSON.stringify(event));
        expect(parseEvent(received)).toEqual(received);
        expect(JSON.stringify(received)).not.toContain('edits');
      }
    }
  },
);
