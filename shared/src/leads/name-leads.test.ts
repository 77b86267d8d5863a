import { beforeEach, expect, test } from 'vitest';
import { saveUserInfo } from '../tools/save-user-info.ts';
import { openToolWorkspace, type ToolWorkspace } from '../tools/testing/open-workspace.ts';
import { nameLeadsAfter } from './name-leads.ts';

let workspace: ToolWorkspace;
beforeEach(async () => {
  workspace = await openToolWorkspace({ own: 'Меня зовут Анна Петрова', other: 'Привет' });
});
const title = async () => (await workspace.documents.leads.get(workspace.own.leadId))?.title;

test('a lead that was titled after a guest gets the name that the guest tells', async () => {
  expect(await title()).toBe('anna_k');
  await workspace.call(saveUserInfo, { name: 'Анна Петрова', sureness: { name: 0.95 } });
  expect(await title()).toBe('Анна Петрова');
});

test('a title that somebody gave it stays', async () => {
  await workspace.documents.leads.update(workspace.own.leadId, (lead) => ({ ...lead, title: 'Зал на 80 гостей' }));
  await workspace.call(saveUserInfo, { name: 'Анна Петрова' });
  expect(await title()).toBe('Зал на 80 гостей');
});

test('without a name nothing changes', async () => {
  const { documents, own } = workspace;
  await nameLeadsAfter(documents, { id: own.contactId, name: '' }, { former: ['anna_k'], now: 1 });
  expect(await title()).toBe('anna_k');
});
