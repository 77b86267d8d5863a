import { expect, test } from 'vitest';
import { createTask } from './create-task.ts';
import { scheduleEvent } from './schedule-event.ts';
import { openToolWorkspace } from './testing/open-workspace.ts';

const open = () => openToolWorkspace({ own: 'Хочу посмотреть зал', other: 'Hello' });
const viewing = {
  title: 'Показ зала',
  begins: '2026-01-16T15:00',
  ends: '2026-01-16T16:00',
  timeZone: 'Europe/Moscow',
};

test('an event stands at the moments that the clocks of its place mean', async () => {
  const { call, documents, contextOf, own } = await open();
  expect(await call(scheduleEvent, viewing, contextOf('run:1#2'))).toMatchObject({ begins: viewing.begins });
  expect(await documents.work.get('work:run:1#2:appointment')).toMatchObject({
    kind: 'appointment',
    contactId: own.contactId,
    dueAt: Date.parse('2026-01-16T12:00Z'),
    appointment: { endsAt: Date.parse('2026-01-16T13:00Z'), timeZone: 'Europe/Moscow' },
  });
});

test.each([
  [
    'in the past',
    { begins: '2026-01-15T11:59', ends: '2026-01-15T13:00' },
    /is past: in Europe\/Moscow it is 2026-01-15T12:00/,
  ],
  ['that ends before it begins', { ends: '2026-01-16T14:00' }, /before it begins/],
  ['that ends as it begins', { ends: '2026-01-16T15:00' }, /before it begins/],
  [
    'on a day that no calendar has',
    { begins: '2026-02-30T10:00', ends: '2026-02-30T11:00' },
    /There is no 2026-02-30T10:00/,
  ],
  [
    'when clocks are put forward',
    { begins: '2026-03-29T02:30', ends: '2026-03-29T04:00', timeZone: 'Europe/Berlin' },
    /There is no 2026-03-29T02:30/,
  ],
  ['of a month', { ends: '2026-02-16T15:00' }, /14 days/],
  ['in another decade', { begins: '2036-01-16T15:00', ends: '2036-01-16T16:00' }, /3 years/],
])('an event %s is refused, and the model is told why', async (_which, times, message) => {
  const { call } = await open();
  await expect(call(scheduleEvent, { ...viewing, ...times })).rejects.toMatchObject({
    code: 'tool.impossible',
    message: expect.stringMatching(message),
  });
});

test.each([
  [{ timeZone: 'Moscow' }],
  [{ timeZone: '+03:00' }],
  [{ begins: '2026-01-16T15:00Z' }],
  [{ begins: 'завтра' }],
])('an event at %j is nowhere', (times) => {
  expect(() => scheduleEvent.prepare(JSON.stringify({ ...viewing, ...times }))).toThrow(
    expect.objectContaining({ code: 'tool.invalid_arguments' }),
  );
});

test('where clocks are put back, the earlier of two moments is meant', async () => {
  const { call, documents, contextOf } = await open();
  const night = { ...viewing, begins: '2026-10-25T02:30', ends: '2026-10-25T04:00', timeZone: 'Europe/Berlin' };
  await call(scheduleEvent, night, contextOf('run:1#2'));
  expect((await documents.work.get('work:run:1#2:appointment'))?.dueAt).toBe(Date.parse('2026-10-25T00:30Z'));
});

test('a time that is taken is not taken twice: free ones are offered, three at most', async () => {
  const { call, contextOf, other, documents } = await open();
  await call(scheduleEvent, viewing, contextOf('run:2#1', other));
  await call(scheduleEvent, { ...viewing, begins: '2026-01-16T13:30', ends: '2026-01-16T15:00' });
  const late = { ...viewing, begins: '2026-01-16T15:30', ends: '2026-01-16T16:30' };
  await expect(call(scheduleEvent, late)).rejects.toMatchObject({
    code: 'tool.impossible',
    message:
      'That time is taken. Free in Europe/Moscow: 2026-01-16T16:00 to 17:00; 2026-01-16T17:00 to 18:00; 2026-01-16T18:00 to 19:00. Offer these to the customer.',
  });
  await call(scheduleEvent, { ...viewing, begins: '2026-01-16T16:00', ends: '2026-01-16T16:30' });
  await documents.work.update('work:run:2#1:appointment', (event) => ({ ...event, state: 'cancelled' }));
  await call(scheduleEvent, { ...viewing, begins: '2026-01-16T15:15', ends: '2026-01-16T15:45' });
});

test('of any number that ask for one time at one moment one at most gets it', async () => {
  const { call, documents, contextOf } = await open();
  const asked = Array.from({ length: 8 }, (_, at) => call(scheduleEvent, viewing, contextOf(`run:${at}#1`)));
  const granted = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
  const { items } = await documents.work.find({
    index: ['kind', 'state', 'dueAt'],
    equals: ['appointment', 'open'],
    limit: 100,
  });
  expect(granted.length).toBeLessThanOrEqual(1);
  expect(items.length).toBe(granted.length);
});

test('a task waits for a person until its time, or for ever', async () => {
  const { call, documents, contextOf } = await open();
  const due = { by: '2026-01-15T18:00', timeZone: 'Europe/Moscow' };
  await call(createTask, { title: 'Перезвонить', details: 'После шести', due }, contextOf('run:1#1'));
  await call(createTask, { title: 'Отправить смету' }, contextOf('run:1#2'));
  expect(await documents.work.get('work:run:1#1:task')).toMatchObject({
    kind: 'task',
    state: 'open',
    details: 'После шести',
    dueAt: Date.parse('2026-01-15T15:00Z'),
    createdBy: 'agent:tester',
  });
  expect((await documents.work.get('work:run:1#2:task'))?.dueAt).toBe(8.64e15);
  const late = { title: 'Позвонить', due: { ...due, by: '2026-01-14T18:00' } };
  await expect(call(createTask, late)).rejects.toMatchObject({
    code: 'tool.impossible',
    message: expect.stringContaining('now it is 2026-01-15T12:00'),
  });
});
