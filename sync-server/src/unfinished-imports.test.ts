import { digestOf } from '@inbetwin/shared/knowledge/source-identity.ts';
import { readWhole } from '@inbetwin/shared/knowledge/testing/read-whole.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { expect, test, vi } from 'vitest';
import { readConfig } from './config.ts';
import { openStorage } from './store/open-storage.ts';
import { createApiClient, signInByLink } from './testing/api-client.ts';
import { makeFolder } from './testing/make-folder.ts';
import { startServer } from './testing/server-process.ts';
import { startForTest } from './testing/start-for-test.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** What once ended every start: more rows than a call takes arguments, and a heading that a pattern never came through. */
const files = {
  'pairs.csv': encode(`вопрос;ответ\n${'а;\n'.repeat(150_000)}Где офис?;На Лесной\n`),
  'heading.md': encode(`# ${' '.repeat(20_000)}x${' '.repeat(20_000)}x\n\nЗал вмещает 80 гостей.`),
  'picture.md': encode(`![](data:image/png;base64,${'iVBORw0KGgo'.repeat(20_000)})\n\nЗал вмещает 80 гостей.`),
};

/** Leaves the files as a crash does while they are imported, or a device that says it imports them. */
const leaveUnfinished = async (data: string, teamId: string): Promise<readonly string[]> => {
  const { store, blobs } = await openStorage(readConfig({ INBETWIN_DATA: data }));
  const { sources } = openTeamDocuments(store, teamId);
  const ids: string[] = [];
  for (const [fileName, bytes] of Object.entries(files)) {
    await blobs.put(teamId, bytes);
    const { source } = await readWhole({
      bytes: 'text',
      fileName: 'any.md',
      digest: await digestOf(bytes),
    });
    await sources.put({ ...source, fileName, state: 'indexing' });
    ids.push(source.id);
  }
  await store.close();
  return ids;
};

test('a start completes whatever a team left unfinished, or fails it, and serves everybody meanwhile', async () => {
  const data = makeFolder();
  const first = await startServer({ INBETWIN_DATA: data });
  const { api: before, accessToken } = await signInByLink(first.link);
  const { team } = await before('me');
  await first.stop();
  const ids = await leaveUnfinished(data, team.id);

  const server = await startForTest({ INBETWIN_DATA: data });
  expect((await fetch(new URL('/ready', server.url))).status).toBe(200);
  const api = createApiClient(server.url, accessToken);
  const stateOf = async (id: string) => (await api('getSource', { params: { id } })).state;
  await vi.waitFor(async () => expect(await Promise.all(ids.map(stateOf))).toEqual(['ready', 'ready', 'ready']), {
    interval: 100,
  });
  const isDone = { waiting: 0, failing: 0 };
  const readHealth = async (): Promise<unknown> => (await fetch(new URL('/health', server.url))).json();
  await vi.waitFor(async () =>
    expect(await readHealth()).toMatchObject({ status: 'ok', teams: { beginning: isDone, imports: isDone } }),
  );
});
