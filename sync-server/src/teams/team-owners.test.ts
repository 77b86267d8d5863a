import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../http/machinery/logger.ts';
import { installationOf, openTeamOwners } from './team-owners.ts';

const store = () => createMemoryStore();
const clock = () => 1;
const log = createLogger('silent');

test('of several installations that find a team without an owner, one becomes it and stays it', async () => {
  const shared = store();
  const open = (installation: string) => openTeamOwners({ store: shared, installation, takeOver: false, clock, log });
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
    openTeamOwners({ store: shared, installation, takeOver, clock, log });
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

test('a process is told when its team is taken over and when it comes back, and takes nothing back by itself', async () => {
  const shared = store();
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const open = (installation: string) => openTeamOwners({ store: shared, installation, takeOver: true, clock, log });
  const [ours, theirs] = [open('ours'), open('theirs')];
  const told: string[] = [];
  const listener = {
    onLost: (id: string) => told.push(`lost ${id}`),
    onTaken: (id: string) => told.push(`taken ${id}`),
  };
  await ours.follow(listener, stopping.signal);
  expect(await ours.claim('team')).toBe(true);
  expect(await ours.claim('other')).toBe(true);
  expect(await theirs.claim('team')).toBe(true);
  await vi.waitFor(() => expect(told).toEqual(['lost team']));
  expect([await ours.claim('team'), await ours.claim('other'), ours.lost()]).toEqual([false, true, 1]);
  await expect(ours.require('team')).rejects.toMatchObject({ code: 'team.elsewhere' });
  // As the operator's command does, in a process of its own.
  await open('ours').take('team');
  await vi.waitFor(() => expect(told).toEqual(['lost team', 'taken team']));
  expect([await ours.claim('team'), ours.lost()]).toEqual([true, 0]);
});
