import 'fake-indexeddb/auto';
import { sampleContact, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { findCustomers } from './find-customers.ts';

// The tests only read.
let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace({ name: `test-${crypto.randomUUID()}`, multiInstance: false });
  const { contacts, leads } = workspace.collections;
  const others = Array.from({ length: 600 }, (_, at) => sampleContact(`other:${at}`, { name: 'Пётр', updatedAt: at }));
  await contacts.bulkInsert([
    sampleContact('anna', {
      name: 'Анна',
      phone: '+79161234567',
      email: 'anna@example.ru',
      company: 'ООО «Ромашка»',
      identities: [{ channel: 'telegram', account: '1', externalId: '7', handle: 'anna_k' }],
    }),
    ...others,
  ]);
  await leads.insert(sampleLead('deal:1', { contactId: 'anna', title: 'Банкет на террасе' }));
});
afterAll(() => workspace.close());

const find = async (text: string): Promise<readonly string[]> => {
  const { signal } = new AbortController();
  return (await findCustomers(workspace.collections, { text, most: 8, signal })).map(({ id }) => id);
};

test.each([
  ['a phone in the national notation', '8 (916) 123-45-67'],
  ['a phone in the international notation', '+7 916 123 45 67'],
  ['the end of a phone', '45-67'],
  ['an address', 'ANNA@example'],
  ['a company', 'ромашка'],
  ['a handle', '@anna_k'],
  ['the title of a lead', 'террас'],
])('a customer without a conversation is found by %s', async (_, text) => {
  expect(await find(text)).toEqual(['anna']);
});

test('what tells customers apart has the phone as people read it, and says who is a group', async () => {
  const { signal } = new AbortController();
  const [anna] = await findCustomers(workspace.collections, { text: '45-67', most: 1, signal });
  expect(anna).toMatchObject({ detail: 'ООО «Ромашка» · +7 916 123-45-67 · anna@example.ru', isGroup: false });
});

test('nobody is found by what nobody has, or by nothing', async () => {
  expect(await find('+7 916 000')).toEqual([]);
  expect(await find(' ')).toEqual([]);
  expect(await find('пётр')).toHaveLength(8);
});
