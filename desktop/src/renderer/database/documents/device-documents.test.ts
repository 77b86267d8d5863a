import 'fake-indexeddb/auto';
import { describeCollections } from '@inbetwin/shared/ports/collection.suite.ts';
import { afterEach } from 'vitest';
import { openWorkspace, type Workspace } from '../workspace-database.ts';

const opened: Workspace[] = [];
afterEach(async () => {
  for (const workspace of opened.splice(0)) await workspace.close();
});

describeCollections('a device', async () => {
  const name = `test-${crypto.randomUUID()}`;
  const workspace = await openWorkspace({ name, multiInstance: false, author: 'anna' });
  opened.push(workspace);
  return workspace.documents;
});
