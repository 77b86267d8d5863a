import { crashingStore } from '@inbetwin/shared/agents/runs/run.suite.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createFixedClock } from '@inbetwin/shared/testing/fixed-clock.ts';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { TestStore } from '../store/contract/suite-steps.ts';
import { openTestStore } from '../store/testing/open-test-store.ts';
import { openFollowUpSchedule } from './follow-ups.ts';
import { createLanes } from './lanes.ts';
import { anySearch, createConnection, createLog, quick, startLife, until } from './outbox.suite.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let storage: TestStore;
/** Noon in Moscow, a Thursday. */
let time: ReturnType<typeof createFixedClock>;

beforeEach(async () => {
  storage = await openTestStore();
  onTestFinished(() => storage.close());
  time = createFixedClock();
});

const start = (options: Parameters<typeof startLife>[0] = {}) => {
  const life = startLife({ store: storage.store, now: time, ...options });
  return { ...life, stop: () => life.dispatcher.stop() };
};

const isFollowUp = ({ runId }: Message): boolean => runId?.startsWith('run:work:follow-up:') === true;
const allFollowUps = async ({ work }: TeamDocuments): Promise<readonly Work[]> => {
  const { items } = await work.find({ index: ['updatedAt'], equals: [], limit: 1000 });
  return items.filter(({ kind }) => kind === 'follow-up');
};
const saidIn = async (documents: TeamDocuments): Promise<readonly Message[]> => {
  const { items } = await documents.messages.find({ index: ['createdAt'], equals: [], limit: 1000 });
  return items.filter(isFollowUp);
};

test('a timer outlives the server: two days of silence, and one message, whatever starts and stops', async () => {
  const { connection, sent } = createConnection();
  const first = start({ connectionOf: () => connection });
  await first.receive({ text: 'Нужен зал на 80 гостей. Какая предоплата?' });
  await until(async () => expect(await allFollowUps(first.documents)).toMatchObject([{ state: 'open' }]));
  await first.stop();

  time.advance(DAY);
  const early = start({ connectionOf: () => connection });
  await early.receive({ chatId: '9', text: 'Здравствуйте' });
  await until(async () => expect(await allFollowUps(early.documents)).toHaveLength(2));
  await early.stop();
  expect(sent).toHaveLength(2);

  time.advance(DAY + HOUR);
  const due = start({ connectionOf: () => connection });
  await until(async () => expect(sent).toHaveLength(3));
  expect(sent[2]).toMatchObject({ chatId: '7' });
  expect(sent[2]?.text).toMatch(/Нужен зал на 80 гостей.*напишите «стоп»/su);
  await until(async () =>
    expect(await allFollowUps(due.documents)).toContainEqual(
      expect.objectContaining({ state: 'done', followUp: expect.objectContaining({ ended: 'sent' }) }),
    ),
  );
  await due.stop();

  time.advance(10 * HOUR);
  const after = start({ connectionOf: () => connection });
  await after.receive({ messageId: 'stop', text: 'Стоп' });
  await until(async () => expect(sent).toHaveLength(4));
  expect(sent[3]?.text).toContain('больше не пишем');
  expect(sent.filter(({ chatId }) => chatId === '9')).toHaveLength(1);
  const states = (await allFollowUps(after.documents)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(['done', 'open']);
});

test('the customer who answers, or is answered by a person, hears no more of it', async () => {
  const { connection, sent } = createConnection();
  const life = start({ connectionOf: () => connection });
  await life.receive();
  await until(async () => expect(await allFollowUps(life.documents)).toMatchObject([{ state: 'open' }]));
  await life.receive({ messageId: 'answer', text: 'Спасибо, подумаю' });
  await until(async () => {
    const found = await allFollowUps(life.documents);
    expect(found.map(({ followUp }) => followUp?.ended)).toEqual(expect.arrayContaining(['answered', undefined]));
  });
  expect(sent).toHaveLength(2);
});

test('killed at each write while it goes out, and started again: it is said once', async () => {
  for (let at = 1; ; at++) {
    const chatId = `k${at}`;
    const { connection, sent } = createConnection();
    const asked = start({ connectionOf: () => connection });
    await asked.receive({ chatId, messageId: 'm', text: 'Какая предоплата?' });
    const workOf = async () =>
      (await allFollowUps(asked.documents)).find(({ conversationId }) => conversationId === `telegram:42:${chatId}`);
    await until(async () => expect(await workOf()).toMatchObject({ state: 'open' }));
    await asked.stop();

    time.advance(2 * DAY + HOUR);
    const crashing = crashingStore(storage.store, at, at % 2 === 0 ? 'lost' : 'stored');
    const dying = start({ store: crashing.store, connectionOf: () => connection });
    const isOver = async () =>
      crashing.crashed() || (sent.length === 2 && (await workOf())?.followUp?.ended === 'sent');
    await until(async () => expect(await isOver()).toBe(true));
    await dying.stop();

    const next = start({ connectionOf: () => connection });
    await until(async () => expect(await workOf()).toMatchObject({ state: 'done', followUp: { ended: 'sent' } }));
    await until(async () => {
      const said = (await next.replies(chatId)).filter(isFollowUp);
      expect(said).toMatchObject([{ delivery: { state: 'sent' } }]);
      expect(sent.length).toBeGreaterThanOrEqual(2);
      // A part in flight at the crash is sent again, and marked.
      expect(sent.length).toBeLessThanOrEqual(said[0]?.delivery.resent ? 3 : 2);
    });
    await next.stop();
    // Noon again.
    time.advance(DAY - HOUR);
    if (crashing.crashed()) continue;
    expect(at).toBeGreaterThan(6);
    break;
  }
});

test('several processes on one store make one message of each', async () => {
  const { connection, sent } = createConnection();
  const chats = Array.from({ length: 8 }, (_, at) => `c${at}`);
  const life = start({ connectionOf: () => connection });
  for (const chatId of chats) await life.receive({ chatId, messageId: 'm' });
  await until(async () => expect(await allFollowUps(life.documents)).toHaveLength(chats.length));
  await life.stop();
  time.advance(2 * DAY + HOUR);
  const other = storage.open();
  onTestFinished(() => other.close());
  start({ connectionOf: () => connection });
  const second = start({ store: other });
  const third = start();
  await until(async () => {
    const states = (await allFollowUps(second.documents)).map(({ state }) => state);
    expect(states).toEqual(chats.map(() => 'done'));
  });
  await until(async () => expect(sent).toHaveLength(2 * chats.length));
  expect(new Set((await saidIn(third.documents)).map(({ conversationId }) => conversationId)).size).toBe(chats.length);
  expect(await saidIn(third.documents)).toHaveLength(chats.length);
});

/** A schedule alone, that looks often. */
const openSchedule = (documents: TeamDocuments) => {
  const stopping = new AbortController();
  const running = createLanes(4);
  const { log, lines } = createLog();
  let looks = 0;
  const rising = createRisingClock(time, () => 0);
  const clock = Object.assign(
    () => {
      looks += 1;
      return rising();
    },
    { raise: rising.raise },
  );
  const runs = createTeamRuns({ documents, clock, search: anySearch, model: createNoModelProvider() });
  const parts = { teamId: 'crew', documents, runs, store: storage.store, clock, log, timing: quick };
  const lanes = { applying: running, running, finishing: running };
  const options = { ...parts, lanes, random: () => 0.5, isCurrent: () => true, signal: stopping.signal };
  const schedule = openFollowUpSchedule(options, 3);
  const following = schedule.follow();
  onTestFinished(async () => {
    stopping.abort();
    await following;
    await running.stop();
  });
  /** Resolves when it has looked again. */
  const looked = async () => {
    const before = looks;
    await until(async () => expect(looks).toBeGreaterThan(before + 2));
  };
  return { lines, looked };
};

test('a clock that jumps ahead, back and ahead again fires it once; by night it waits for the morning', async () => {
  const { connection } = createConnection();
  const asked = start({ connectionOf: () => connection });
  await asked.receive();
  const { documents } = asked;
  const works = () => allFollowUps(documents);
  await until(async () => expect(await works()).toMatchObject([{ state: 'open' }]));
  await asked.stop();

  const { looked } = openSchedule(openTeamDocuments(storage.store, 'crew'));
  time.advance(2 * DAY + 11 * HOUR);
  const morning = Date.UTC(2026, 0, 18, 6);
  await until(async () => expect(await works()).toMatchObject([{ state: 'open', dueAt: morning }]));
  time.advance(-30 * DAY);
  await looked();
  expect(await works()).toMatchObject([{ state: 'open', dueAt: morning }]);
  time.advance(30 * DAY + 10 * HOUR);
  await until(async () => expect(await works()).toMatchObject([{ state: 'done' }]));
  time.advance(-5 * DAY);
  await looked();
  time.advance(9 * DAY);
  await looked();
  expect(await saidIn(documents)).toHaveLength(1);
});

test('one that does not fit its schema, and a store that fails for a while, hold up nothing', async () => {
  const { connection } = createConnection();
  const asked = start({ connectionOf: () => connection });
  await asked.receive();
  await until(async () => expect(await allFollowUps(asked.documents)).toMatchObject([{ state: 'open' }]));
  await asked.stop();
  const { stored } = asked.documents.work;
  await stored.write([{ id: 'work:odd', body: { id: 'work:odd', kind: 'follow-up', state: 'open', dueAt: 1 } }]);

  let failures = 3;
  const flaky = openTeamDocuments(storage.store, 'crew');
  const find: typeof stored.find = async (query) => {
    failures -= 1;
    if (failures >= 0) throw new Error('The store does not answer.');
    return stored.find(query);
  };
  time.advance(2 * DAY + HOUR);
  const { lines } = openSchedule({ ...flaky, work: { ...flaky.work, stored: { ...stored, find } } });
  await until(async () => expect(await saidIn(asked.documents)).toHaveLength(1));
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(3);
});
