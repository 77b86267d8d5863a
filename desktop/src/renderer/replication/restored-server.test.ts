import 'fake-indexeddb/auto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import { setLeadStage } from '@inbetwin/shared/leads/change-lead.ts';
import type { DocumentCollection, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { storedName } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalDocument } from '../database/local-document.ts';
import { shown } from '../testing/shown.ts';
import type { Device } from './testing/open-device.ts';
import { leadOn, online, openStage, until } from './testing/open-stage.ts';

/** Whose place lies behind all that happens before the backup is put back. */
const isUpToDate = ({ workspace }: Device, leads: DocumentCollection) =>
  until(async () => {
    const kept = await openLocalDocument<{ checkpoint: SyncCheckpoint }>(workspace.database, 'pull:leads').read();
    const { changes } = await leads.changes({ since: kept?.checkpoint.sequence ?? '', limit: 1 });
    expect(changes).toEqual([]);
  });

/** A store that can be put back to its backup while a server has it open, and is away. */
const openRestorable = (directory: string) => {
  const data = join(directory, 'data');
  const backup = join(directory, 'backup');
  let store = openEmbeddedStore({ directory: data });
  const inPlace: DocumentStore = {
    ...store,
    backendId: () => store.backendId(),
    collection: (...of) => store.collection(...of),
    database: (name) => store.database(name),
    close: () => store.close(),
  };
  const copy = async (from: string, to: string): Promise<void> => {
    await store.close();
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true });
  };
  return {
    store: inPlace,
    backUp: async () => {
      await copy(data, backup);
      store = openEmbeddedStore({ directory: data });
    },
    putBack: async (kind: string) => {
      await copy(backup, data);
      if (kind === 'a new') newBackend(data);
      store = openEmbeddedStore({ directory: data });
    },
  };
};

const newBackend = (directory: string): void => {
  const database = new DatabaseSync(join(directory, 'store.sqlite'));
  database.exec("UPDATE meta SET value = 'another' WHERE key = 'backend'");
  database.close();
};

test.each(['the same', 'a new'])(
  'a server that was put back to a backup, as %s backend, is given back what a device has',
  async (kind) => {
    const directory = await mkdtemp(join(tmpdir(), 'inbetwin-restored-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const restorable = openRestorable(directory);
    const { server, register, openAs } = await openStage(restorable.store);
    const { team } = await register('vera');
    const leadsNow = () => server.documentsOf(team.id).leads;
    await leadsNow().insertMany(['lead:1', 'lead:2', 'lead:3'].map((id) => sampleLead(id)));
    const device = await openAs('vera');
    await online(device);
    await server.goAway();
    await restorable.backUp();
    await server.comeBack();
    await online(device);

    await setLeadStage(device.workspace, await shown(device.workspace, 'leads', 'lead:1'), 'won');
    await (await device.workspace.collections.leads.findOne('lead:3').exec(true)).remove();
    const made = { ...sampleLead('deal:mine'), score: 0, scoreReasons: [] };
    await device.workspace.collections.leads.insert(made);
    await until(async () => expect(await leadsNow().get('deal:mine')).toBeDefined());
    await online(device);
    await isUpToDate(device, restorable.store.collection(storedName(team.id, 'leads')));

    await server.goAway();
    await restorable.putBack(kind);
    const leads = leadsNow();
    expect(await leads.get('deal:mine')).toBeUndefined();
    await leads.update('lead:1', (lead) => ({ ...lead, score: 88 }));
    await server.comeBack();
    await until(async () => expect(await leads.get('lead:1')).toMatchObject({ stage: 'won', score: 88 }));
    await until(async () => expect(await leads.get('deal:mine')).toMatchObject({ title: made.title }));
    await until(async () => expect(await leads.get('lead:3')).toBeUndefined());
    await online(device);
    expect(device.replication.state().refused).toEqual([]);
    expect(await leadOn(device)).toMatchObject({ stage: 'won', score: 88 });
    expect(await leads.get('lead:2')).toEqual(sampleLead('lead:2'));
  },
);
