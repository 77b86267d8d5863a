import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { describeMembers } from './describe-members.ts';

test('devices are told who is in the team, again only what changed', async () => {
  const { settings } = openTeamDocuments(createMemoryStore(), 'crew');
  const anna = { id: 'anna', name: 'Анна', role: 'owner', state: 'active' } as const;
  const boris = { id: 'boris', name: 'Борис', role: 'rep', state: 'active' } as const;
  await describeMembers({ settings }, [anna, boris], 1);
  await describeMembers({ settings }, [anna, { ...boris, state: 'removed' }], 2);
  expect(await settings.get('member:anna')).toMatchObject({ value: { name: 'Анна', state: 'active' }, updatedAt: 1 });
  expect(await settings.get('member:boris')).toMatchObject({ value: { state: 'removed' }, updatedAt: 2 });
});
