import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { raiseClock } from '../teams/raise-clock.ts';
import { createConnection, startLife, until } from './outbox.suite.ts';

const DAY = 86_400_000;

type Wall = ReturnType<typeof createFixedClock>;

/** A server that starts as the real one does: with a clock that is raised above what its team has stored. */
const start = async (store: DocumentStore, wall: Wall) => {
  const { connection, sent } = createConnection();
  const begun = performance.now();
  const clock = createRisingClock(
    () => wall() + Math.floor(performance.now() - begun),
    () => performance.now(),
  );
  await raiseClock(clock, openTeamDocuments(store, 'crew', clock));
  const life = startLife({ store, clock, burst: { quietMs: 200, maxMs: 800 }, connectionOf: () => connection });
  return { ...life, sent };
};

for (const [what, back] of [
  ['20 seconds', 20_000],
  ['3 days', 3 * DAY],
  ['100 days', 100 * DAY],
] as const) {
  test(`a clock set back by ${what} silences nobody, and what is said then stands behind what was said before`, async () => {
    const wall = createFixedClock();
    const life = await start(createMemoryStore(), wall);
    await life.receive({ messageId: 'before' });
    await until(async () => expect(life.sent).toHaveLength(1));

    wall.advance(-back);
    await life.receive({ messageId: 'after' });
    await until(async () => expect(life.sent).toHaveLength(2));
    const said = await life.messages();
    expect(said.map(({ direction }) => direction)).toEqual(['inbound', 'outbound', 'inbound', 'outbound']);
    expect(said[2]?.id).toMatch(/:after$/);
    const stored = await life.documents.conversations.get(said[0]?.conversationId ?? '');
    expect(stored?.lastMessage.id).toBe(said[3]?.id);
  });
}

for (const [what, back] of [
  ['20 seconds', 20_000],
  ['3 days', 3 * DAY],
] as const) {
  test(`nor does one set back by ${what} while the server was down`, async () => {
    const store = createMemoryStore();
    const wall = createFixedClock();
    const first = await start(store, wall);
    await first.receive({ messageId: 'before' });
    await until(async () => expect(first.sent).toHaveLength(1));
    await first.dispatcher.stop();

    wall.advance(-back);
    const second = await start(store, wall);
    await second.receive({ messageId: 'after' });
    await until(async () => expect(second.sent).toHaveLength(1));
    const said = await second.messages();
    expect(said.map(({ direction }) => direction)).toEqual(['inbound', 'outbound', 'inbound', 'outbound']);
    expect(said[2]?.id).toMatch(/:after$/);
  });
}

test('a message that a clock a century ahead has dated keeps nobody waiting and dates nothing else', async () => {
  const store = createMemoryStore();
  const wall = createFixedClock();
  const first = await start(store, wall);
  await first.receive({ messageId: 'usual' });
  await until(async () => expect(first.sent).toHaveLength(1));
  const [known] = await first.messages();
  if (!known) throw new Error('Nothing was stored.');
  const far = known.createdAt + 36_500 * DAY;
  await first.documents.messages.put({ ...known, id: `${known.id}:far`, conversationId: 'web:site:9', createdAt: far });
  await first.dispatcher.stop();

  const second = await start(store, wall);
  const { message } = await second.receive({ messageId: 'after' });
  expect(message.createdAt).toBeGreaterThan(known.createdAt);
  expect(message.createdAt).toBeLessThan(known.createdAt + DAY);
  await until(async () => expect(second.sent.length).toBeGreaterThan(0));
});

test('a message that waited while the clock was set back by 100 days is answered at the next start', async () => {
  const store = createMemoryStore();
  const wall = createFixedClock();
  const first = await start(store, wall);
  await first.dispatcher.stop();
  await first.receive({ messageId: 'waits' });
  wall.advance(-100 * DAY);
  const second = await start(store, wall);
  await until(async () => expect(second.sent).toHaveLength(1));
});
