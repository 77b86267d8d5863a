import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { expect, test } from 'vitest';
import { addressOf } from './record-address.ts';

const addressWith = (collection: ReplicatedCollection, fields: object = {}, contactId?: string) =>
  addressOf({ collection, document: { id: 'x', ...fields } }, contactId);

test('a record is shown where people work with it', () => {
  expect(addressWith('leads', {}, 'contact:1')).toMatchObject({ params: { contactId: 'contact:1' } });
  expect(addressWith('messages', { conversationId: 'c' })).toEqual({
    to: '/inbox/$conversationId',
    params: { conversationId: 'c' },
    search: { message: 'x' },
  });
  expect(addressWith('passages', { sourceId: 's' })).toMatchObject({
    params: { sourceId: 's' },
    search: { passage: 'x' },
  });
  expect(addressWith('work', { kind: 'approval' })).toMatchObject({ params: { approvalId: 'x' } });
  expect(addressWith('work', { kind: 'task', conversationId: 'c' })).toMatchObject({ params: { conversationId: 'c' } });
  expect(addressWith('settings', { value: { kind: 'agent', name: 'rag' } })).toMatchObject({
    params: { agentName: 'rag' },
  });
});

test('a record of another version that lacks its fields has no broken address', () => {
  expect(addressWith('leads')).toBeUndefined();
  expect(addressWith('messages')).toBeUndefined();
  expect(addressWith('work', { kind: 'of a newer version' })).toBeUndefined();
  expect(addressWith('settings', { value: { kind: 'of a newer version' } })).toEqual({ to: '/settings' });
});

test('every stored record has an address, save what no screen shows and work of no conversation', () => {
  const without = replicatedNames.filter((collection) => {
    const document = entities[collection].samples.stored;
    return addressOf({ collection, document }, 'contact:1') === undefined;
  });
  expect(without).toEqual(['catalog', 'work']);
});
