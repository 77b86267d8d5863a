import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { installationOf, openTeamOwners } from './team-owners.ts';

const store = () => createMemoryStore();
const clock = () => 1;

test('of several installations that find a team without an owner, one becomes it and stays it', async () => {
  const shared = store();
  const open = (installation: string) => openTeamOwners({ store: shared, installation, takeOver: false, clock });
  const names = ['a', 'b', 'c', 'd'];
  const claims = await Promise.all(names.map((name) => open(name).claim('team')));
  expect(claims.filter(Boolean)).toHaveLength(1);
  const later = await Promise.all(names.map((name) => open(name).claim('team')));
  expect(later).toEqual(claims);
  const loser = names[claims.indexOf(false)] ?? '';
  await expect(open(loser).require('team')).rejects.toMatchObject({ code: 'team.elsewhere' });
});

test('a team changes its owner only when a server is told to take over', async () => {
  const shared = store();
  const open = (installation: string, takeOver = false) =>
    openTeamOwners({ store: shared, installation, takeOver, clock });
  expect(await open('old').claim('team')).toBe(true);
  expect(await open('new').claim('team')).toBe(false);
  expect(await open('new', true).claim('team')).toBe(true);
  expect(await open('new').claim('team')).toBe(true);
  expect(await open('old').claim('team')).toBe(false);
});

test('an installation is known by its key, which it does not give away', () => {
  const key = new Uint8Array(32).fill(7);
  expect(installationOf(key)).toBe(installationOf(new Uint8Array(32).fill(7)));
  expect(installationOf(key)).not.toBe(installationOf(new Uint8Array(32).fill(8)));
  expect(Buffer.from(key).toString('hex')).not.toContain(installationOf(key));
});
