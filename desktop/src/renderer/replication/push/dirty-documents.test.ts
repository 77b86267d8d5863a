import 'fake-indexeddb/auto';
import { sampleContact, sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test, vi } from 'vitest';
import { openWorkspace } from '../../database/workspace-database.ts';
import { createDirtyDocuments } from './dirty-documents.ts';

const openDevice = (name: string) =>
  openWorkspace({ name, multiInstance: false, only: ['leads', 'contacts'], author: 'user:anna' });
type Device = Awaited<ReturnType<typeof openDevice>>;

const dirtyOn = (workspace: Device) =>
  createDirtyDocuments({
    workspace,
    isHeld: () => false,
    onProblem: (problem) => {
      throw problem;
    },
  });
/** As if the clock had been an hour ahead when the lead was made. RxDB's own never goes back within a process. */
const putAhead = async ({ collections }: Device, id: string): Promise<void> => {
  const { storageInstance } = collections.leads;
  const [previous] = await storageInstance.findDocumentsById([id], true);
  if (!previous) throw new Error(`${id} is not stored.`);
  const _meta = { ...previous._meta, since: Date.now() + 3_600_000 };
  await storageInstance.bulkWrite([{ previous, document: { ...previous, _meta, _rev: '2-ahead' } }], 'test');
};

const idsOf = (dirty: ReturnType<typeof dirtyOn>) => dirty.list().map(({ id }) => id);

test('changes leave in the order in which they were made', async () => {
  const workspace = await openDevice(`dirty-${crypto.randomUUID()}`);
  const dirty = dirtyOn(workspace);
  await dirty.start();
  await workspace.collections.leads.insert(sampleLead('lead:1'));
  await workspace.collections.contacts.insert(sampleContact('contact:1'));
  await workspace.collections.leads.insert(sampleLead('lead:2'));
  await vi.waitFor(() => expect(idsOf(dirty)).toEqual(['lead:1', 'contact:1', 'lead:2']));
  await dirty.stop();
  await workspace.close();
});

test('a clock that was put back before a restart lets nothing overtake what was made before it', async () => {
  const name = `dirty-${crypto.randomUUID()}`;
  const before = await openDevice(name);
  await before.collections.leads.insert(sampleLead('lead:1'));
  await putAhead(before, 'lead:1');
  await before.close();

  const workspace = await openDevice(name);
  const dirty = dirtyOn(workspace);
  // Changed before the first look through everything has come that far.
  const starting = dirty.start();
  await workspace.collections.contacts.insert(sampleContact('contact:1'));
  await starting;
  await workspace.collections.leads.insert(sampleLead('lead:2'));
  await vi.waitFor(() => expect(idsOf(dirty)).toEqual(['lead:1', 'contact:1', 'lead:2']));
  await dirty.stop();
  await workspace.close();
});
