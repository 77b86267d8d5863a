import 'fake-indexeddb/auto';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { createConflictWatch } from './conflict-watch.ts';

let workspace: Workspace | undefined;
const stops: (() => void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  if (workspace && !workspace.database.closed) await workspace.close();
});

const open = async (name: string): Promise<Workspace> => {
  workspace = await openWorkspace({ name, multiInstance: false, only: ['leads', 'twins'] });
  return workspace;
};
const at = '000000000000005-0000-ivan';
const conflicts = [{ id: `/stage@${at}`, path: '/stage', value: 'lost', at, by: 'ivan' }];
const leadOf = (id: string): Lead => ({
  id,
  contactId: 'c',
  title: 'Свадьба',
  stage: 'won',
  score: 0,
  scoreReasons: [],
  bant: {},
  createdAt: 1,
  updatedAt: 1,
});

const insertWaiting = async ({ collections }: Workspace, id: string): Promise<void> => {
  const lead = await collections.leads.insert(leadOf(id));
  await lead.incrementalPatch({ conflicts });
};

const watch = (opened: Workspace) => {
  let looks = 0;
  const errors: unknown[] = [];
  const untilIdle = async (): Promise<void> => {
    looks += 1;
  };
  const watching = createConflictWatch({ workspace: opened, untilIdle, onError: (error) => errors.push(error) });
  stops.push(watching.subscribe(() => undefined));
  return { ids: () => watching.list().map(({ document }) => document.id), looks: () => looks, errors };
};

test('finds what waited before it began, and follows what comes and goes', async () => {
  const opened = await open(`watch-${crypto.randomUUID()}`);
  const { leads } = opened.collections;
  await leads.bulkInsert(Array.from({ length: 210 }, (_, number) => leadOf(`l${number}`)));
  await insertWaiting(opened, 'old');
  const { ids, looks, errors } = watch(opened);
  await vi.waitFor(() => expect(ids()).toEqual(['old']));
  await vi.waitFor(() => expect(looks()).toBe(3));

  await insertWaiting(opened, 'new');
  await vi.waitFor(() => expect(ids()).toEqual(['old', 'new']));
  await (await leads.findOne('old').exec(true)).incrementalPatch({ conflicts: [] });
  await (await leads.findOne('new').exec(true)).incrementalRemove();
  await vi.waitFor(() => expect(ids()).toEqual([]));
  expect(errors).toEqual([]);
});

test('knows at the next start what waited, without looking through everything again', async () => {
  const name = `watch-${crypto.randomUUID()}`;
  const first = await open(name);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
  try {
    await first.collections.leads.bulkInsert(Array.from({ length: 210 }, (_, number) => leadOf(`l${number}`)));
    await insertWaiting(first, 'old');
    vi.setSystemTime(Date.now() + 120_000);
    const before = watch(first);
    await vi.waitFor(() => expect(before.looks()).toBe(3));
    await vi.waitFor(async () => expect(await first.database.getLocal('open-choices')).not.toBeNull());
    await first.close();

    const after = watch(await open(name));
    await vi.waitFor(() => expect(after.ids()).toEqual(['old']));
    await vi.waitFor(() => expect(after.looks()).toBe(2));
    expect(after.errors).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});
