import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { eraseChannelMemory, openChannelMemory } from './channel-memory.ts';

const secretOf = (teamId: string) => ({ id: 'trial:1', teamId, kind: 'trial', account: '1', name: 'x', sealed: 's' });

test('a team that has taken an account over neither reads nor loses what the team before it has stored or erases', async () => {
  const store = createMemoryStore();
  const [former, next] = [secretOf('former'), secretOf('next')];
  await openChannelMemory(store, former).write({ token: 'of the former team' });
  expect(await openChannelMemory(store, next).read()).toBeUndefined();
  await openChannelMemory(store, next).write({ token: 'of the next team' });
  await eraseChannelMemory(store, [former]);
  expect(await openChannelMemory(store, next).read()).toEqual({ token: 'of the next team' });
  await eraseChannelMemory(store, [next]);
  expect(await openChannelMemory(store, next).read()).toBeUndefined();
});
