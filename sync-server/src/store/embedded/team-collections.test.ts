import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCollections } from '@inbetwin/shared/ports/collection.suite.ts';
import { documentsAs, openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { afterAll } from 'vitest';
import { openEmbeddedStore } from './embedded-store.ts';

const directory = await mkdtemp(join(tmpdir(), 'inbetwin-collections-'));
const store = openEmbeddedStore({ directory });
afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

let teams = 0;
describeCollections("the server's store", async () => documentsAs(openTeamDocuments(store, `crew${teams++}`), 'anna'));
