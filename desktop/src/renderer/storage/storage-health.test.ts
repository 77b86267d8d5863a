import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, expect, test, vi } from 'vitest';
import { storageCodeOf } from '../base/storage-failure.ts';
import { guardStorage } from '../database/opening/guarded-storage.ts';
import { openWorkspace, type Workspace } from '../database/workspace-database.ts';
import { createStorageHealth, type HealthKeeper } from './storage-health.ts';

const opened: { readonly workspace?: Workspace; readonly health: HealthKeeper }[] = [];

afterEach(async () => {
  for (const { workspace, health } of opened.splice(0)) {
    health.stop();
    await workspace?.close();
  }
});

const quota = () => Object.assign(new Error('full'), { name: 'AbortError', inner: { name: 'QuotaExceededError' } });

/** A workspace whose storage has room or has not, with so many caches to drop. */
const openOn = async (disk: { isFull: boolean; caches: number }) => {
  const health = createStorageHealth({
    dropCaches: async () => {
      if (disk.caches === 0) return false;
      disk.caches -= 1;
      disk.isFull = false;
      return true;
    },
    hasRoom: async () => !disk.isFull,
    lookEveryMs: 20,
  });
  const memory = getRxStorageMemory() as unknown as Parameters<typeof guardStorage>[0];
  const limited: typeof memory = {
    ...memory,
    createStorageInstance: async (params) => {
      const instance = await memory.createStorageInstance(params);
      const write = instance.bulkWrite.bind(instance);
      instance.bulkWrite = async (rows, context) => {
        if (disk.isFull) throw quota();
        return write(rows, context);
      };
      return instance;
    },
  };
  const name = `full-${crypto.randomUUID()}`;
  const storage = guardStorage(limited, health);
  const workspace = await openWorkspace({ name, storage, multiInstance: false, only: ['leads'] });
  opened.push({ workspace, health });
  return { leads: workspace.collections.leads, health };
};

test('a write that finds no room rejects by its code, changes nothing, and later ones work when there is room', async () => {
  const disk = { isFull: false, caches: 0 };
  const { leads, health } = await openOn(disk);
  const document = await leads.insert(sampleLead('lead:1'));
  disk.isFull = true;
  const inserting = leads.insert(sampleLead('lead:2')).catch(storageCodeOf);
  expect(await inserting).toBe('device.full');
  const changing = document.incrementalPatch({ stage: 'won' }).catch(storageCodeOf);
  expect(await changing).toBe('device.full');
  expect(health.problem()).toBe('device.full');
  expect(await leads.count().exec()).toBe(1);

  disk.isFull = false;
  await vi.waitFor(() => expect(health.problem()).toBeUndefined());
  await leads.insert(sampleLead('lead:2'));
  expect((await document.incrementalPatch({ stage: 'won' })).stage).toBe('won');
});

test('caches are dropped first, and the write then goes through unseen', async () => {
  const disk = { isFull: false, caches: 1 };
  const { leads, health } = await openOn(disk);
  const heard = vi.fn();
  health.subscribe(heard);
  disk.isFull = true;
  await leads.insert(sampleLead());
  expect(disk.caches).toBe(0);
  expect(heard).not.toHaveBeenCalled();
});

test('what cannot be dropped does not hide that the storage is full', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const dropCaches = () => Promise.reject(new Error('held open'));
  const health = createStorageHealth({ dropCaches, hasRoom: async () => false });
  opened.push({ health });
  expect(await health.full(10)).toBe(false);
  expect(health.problem()).toBe('device.full');
  vi.restoreAllMocks();
});

test('errors of storage are known by what lies inside them, and others are none', () => {
  expect(storageCodeOf(quota())).toBe('device.full');
  expect(storageCodeOf(new DOMException('no', 'SecurityError'))).toBe('device.blocked');
  expect(storageCodeOf(new DOMException('old', 'VersionError'))).toBe('device.version');
  expect(storageCodeOf(Object.assign(new Error('x'), { code: 'DB6' }))).toBe('device.version');
  expect(storageCodeOf({ status: 409 })).toBeUndefined();
  expect(storageCodeOf(new TypeError('fetch failed'))).toBeUndefined();
  expect(storageCodeOf(undefined)).toBeUndefined();
});
