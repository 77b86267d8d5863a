import type { StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test, vi } from 'vitest';
import { connect, idsIn, listen, listening, stage, useGateway } from './stream.suite.ts';
import { sampleLead, sampleRun } from './testing/sample-documents.ts';
import { startGateway } from './testing/start-gateway.ts';

useGateway();

test('every change after `ready` reaches all clients of the team in order, through one follower', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const clients = await Promise.all(Array.from({ length: 5 }, () => listen(accessToken)));
  const { leads } = stage.server.documentsOf(team.id);
  const ids = Array.from({ length: 40 }, (_, at) => `lead:${at}`);
  for (const id of ids) await leads.put(sampleLead(id));
  await leads.delete(['lead:0']);
  for (const { events } of clients) await vi.waitFor(() => expect(idsIn(events)).toEqual([...ids, 'lead:0']));
  const last = clients[0]?.events.at(-1);
  expect(last).toMatchObject({ type: 'changes', collection: 'leads' });
  expect(last?.type === 'changes' && last.documents.at(-1)).toMatchObject({ id: 'lead:0', _deleted: true });
  expect(stage.follows).toEqual([teamDatabaseName(team.id)]);
});

test('a checkpoint that the stream told is good for a pull', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const client = await listen(accessToken);
  const { leads } = stage.server.documentsOf(team.id);
  await leads.put(sampleLead('lead:1'));
  await vi.waitFor(() => expect(idsIn(client.events)).toEqual(['lead:1']));
  await leads.put(sampleLead('lead:2'));
  const [, event] = client.events;
  const checkpoint = event?.type === 'changes' ? event.checkpoint : undefined;
  const answer = await stage.server.api.send('POST', '/sync/v1/pull', {
    token: accessToken,
    body: { collection: 'leads', checkpoint, limit: 10 },
  });
  expect(await answer.json()).toMatchObject({ documents: [{ id: 'lead:2' }] });
});

const runsIn = (events: readonly StreamEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'runs' ? event.runs.map(({ id, state }) => `${id} ${state}`) : []));

const watch = (events: readonly StreamEvent[], token: string, runs: unknown) => {
  const [ready] = events;
  const stream = ready?.type === 'ready' ? ready.stream : '';
  return stage.server.api.send('POST', '/sync/v1/watch', { token, body: { stream, runs } });
};

test('a stream hears of runs while it watches them, in short: of all, or of a conversation', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const [all, one, none] = [await listen(accessToken), await listen(accessToken), await listen(accessToken)];
  const { runs, leads } = stage.server.documentsOf(team.id);
  expect((await watch(all.events, accessToken, 'all')).status).toBe(204);
  expect((await watch(one.events, accessToken, ['c:1'])).status).toBe(204);
  expect(stage.follows).toEqual([teamDatabaseName(team.id)]);

  await runs.put({ ...sampleRun('run:1'), conversationId: 'c:1' });
  await runs.put({ ...sampleRun('run:2'), conversationId: 'c:2' });
  await runs.update('run:1', (run) => ({ ...run, state: 'done', updatedAt: run.updatedAt + 1 }));
  await vi.waitFor(() => expect(runsIn(all.events)).toEqual(['run:1 running', 'run:2 running', 'run:1 done']));
  await vi.waitFor(() => expect(runsIn(one.events)).toEqual(['run:1 running', 'run:1 done']));
  expect(JSON.stringify(all.events)).not.toContain('"steps"');

  await runs.delete(['run:2']);
  for (const { events } of [all, one]) {
    await vi.waitFor(() =>
      expect(events.findLast(({ type }) => type === 'runs')).toMatchObject({ runs: [], removed: ['run:2'] }),
    );
  }

  // Both let go of them, and the stream goes on.
  await watch(all.events, accessToken, []);
  await watch(one.events, accessToken, []);
  await runs.put({ ...sampleRun('run:3'), conversationId: 'c:1' });
  await leads.put(sampleLead('lead:1'));
  for (const { events } of [all, one, none]) await vi.waitFor(() => expect(idsIn(events)).toEqual(['lead:1']));
  expect(runsIn(all.events)).toHaveLength(3);
  expect(runsIn(none.events)).toEqual([]);
});

test('what a stream watches ends with it', async () => {
  const { accessToken, team } = await stage.server.api.register('anna');
  const { events } = await listen(accessToken);
  await watch(events, accessToken, 'all');
  const name = teamDatabaseName(team.id);
  expect(stage.follows).toContain(name);
  listening.at(-1)?.abort();
  await vi.waitFor(() => expect(stage.follows).not.toContain(name));
  const problem = await (await watch(events, accessToken, 'all')).json();
  expect(problem).toMatchObject({ code: 'resource.not_found' });
});

test('nobody says what the stream of another team or of another session hears', async () => {
  const anna = await stage.server.api.register('anna');
  const boris = await stage.server.api.register('boris');
  const again = await stage.server.api.services.accounts.login({ email: 'anna@example.com', password: 'long enough' });
  const mine = await listen(anna.accessToken);
  for (const token of [boris.accessToken, again.accessToken]) {
    expect((await watch(mine.events, token, 'all')).status).toBe(404);
  }
  await watch(mine.events, anna.accessToken, 'all');
  await stage.server.documentsOf(boris.team.id).runs.put(sampleRun('run:b'));
  await stage.server.documentsOf(anna.team.id).runs.put(sampleRun('run:a'));
  await vi.waitFor(() => expect(runsIn(mine.events)).toEqual(['run:a running']));
  const tooMany = Array.from({ length: 51 }, (_, at) => `c:${at}`);
  expect((await watch(mine.events, anna.accessToken, tooMany)).status).toBe(422);
});

test('another team hears nothing of it', async () => {
  const [anna, boris] = [await stage.server.api.register('anna'), await stage.server.api.register('boris')];
  const [first, second] = [await listen(anna.accessToken), await listen(boris.accessToken)];
  await stage.server.documentsOf(anna.team.id).leads.put(sampleLead('lead:annas'));
  await stage.server.documentsOf(boris.team.id).leads.put(sampleLead('lead:boris'));
  await vi.waitFor(() => expect([idsIn(first.events), idsIn(second.events)]).toEqual([['lead:annas'], ['lead:boris']]));
});

test('without a good token there is no stream', async () => {
  const { accessToken } = await stage.server.api.register('anna');
  expect((await connect('nonsense')).status).toBe(401);
  stage.server.api.clock.advance(16 * 60_000);
  const expired = await connect(accessToken);
  expect(await expired.json()).toMatchObject({ code: 'auth.token_expired' });
});

test('the heart beats', async () => {
  const { accessToken } = await stage.server.api.register('anna');
  const client = await listen(accessToken);
  await vi.waitFor(() => expect(client.beats).toBeGreaterThan(1));
});

test('HEAD opens no stream, and another method is refused', async () => {
  const { accessToken } = await stage.server.api.register('anna');
  const send = (method: string) =>
    fetch(`${stage.server.url}/sync/v1/stream`, { method, headers: { authorization: `Bearer ${accessToken}` } });
  const head = await send('HEAD');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const post = await send('POST');
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('a store that fails for a moment leaves no gap', async () => {
  await stage.server.close();
  const store = createMemoryStore();
  let failing = 0;
  const flaky: DocumentStore = {
    ...store,
    database: (name) => {
      const database = store.database(name);
      return {
        ...database,
        follow: async function* (query) {
          for await (const batch of database.follow(query)) {
            if (failing-- > 0) throw new Error('The store does not answer.');
            yield batch;
          }
        },
      };
    },
  };
  stage.server = await startGateway(flaky);
  const { accessToken, team } = await stage.server.api.register('anna');
  const client = await listen(accessToken);
  failing = 1;
  await stage.server.documentsOf(team.id).leads.put(sampleLead('lead:1'));
  await stage.server.documentsOf(team.id).leads.put(sampleLead('lead:2'));
  await vi.waitFor(() => expect(idsIn(client.events)).toEqual(['lead:1', 'lead:2']));
});
