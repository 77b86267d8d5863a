import { expect, test, vi } from 'vitest';
import type { FindQuery } from '../ports/document-store.ts';
import { createOrder } from './create-order.ts';
import { createTask } from './create-task.ts';
import { orderStatus } from './order-status.ts';
import { scheduleEvent } from './schedule-event.ts';
import { openToolWorkspace } from './testing/open-workspace.ts';
import { sampleItem } from './testing/sample-item.ts';
import type { Tool } from './tool.ts';

const DAY = 86_400_000;

const open = async () => {
  const workspace = await openToolWorkspace({ own: 'Хочу посмотреть зал', other: 'Hello' });
  await workspace.documents.catalog.put(sampleItem('hall'));
  return workspace;
};

/** The nth call of each, none like another; viewings follow one another in time. */
const makers = {
  appointment: {
    tool: scheduleEvent,
    most: 3,
    args: (n: number) => ({
      title: `Показ ${n}`,
      begins: `2026-01-${16 + n}T15:00`,
      ends: `2026-01-${16 + n}T16:00`,
      timeZone: 'Europe/Moscow',
    }),
  },
  order: { tool: createOrder, most: 10, args: (n: number) => ({ lines: [{ product: 'hall', quantity: n + 1 }] }) },
  task: { tool: createTask, most: 10, args: (n: number) => ({ title: `Перезвонить ${n}` }) },
} as const satisfies Record<string, { tool: Tool; most: number; args: (n: number) => object }>;
const kinds = Object.keys(makers) as (keyof typeof makers)[];

/** As many as may be, the nth under the key `run:1#<n>`. */
const fill = async (kind: keyof typeof makers) => {
  const workspace = await open();
  const { tool, most, args } = makers[kind];
  const make = (n: number) => workspace.call(tool, args(n), workspace.contextOf(`run:1#${n}`));
  for (let n = 0; n < most; n++) await make(n);
  return {
    ...workspace,
    most,
    make,
    check: (n: number) => tool.prepareCheck(JSON.stringify(args(n)))(workspace.contextOf('')),
  };
};

const full = (most: number) => ({
  code: 'tool.impossible',
  message: expect.stringMatching(new RegExp(`${most} .*[Tt]ell (them|the customer).*call a person`)),
});

test.each(kinds)(
  'of one customer so many open ones at most are made (%s), and the model is told what to say',
  async (kind) => {
    const { make, check, most, documents, contextOf, call, other } = await fill(kind);
    const before = (await documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 })).items;
    expect(before).toHaveLength(most);
    await expect(make(most)).rejects.toMatchObject(full(most));
    await expect(check(most)).rejects.toMatchObject(full(most));
    expect((await documents.work.find({ index: ['updatedAt'], equals: [], limit: 100 })).items).toEqual(before);
    const { tool, args } = makers[kind];
    await call(tool, args(most), contextOf('run:2#0', other));
  },
);

test.each(kinds)(
  'one that was made is found again under its key however many there are, and one that is over makes room (%s)',
  async (kind) => {
    const { make, most, documents } = await fill(kind);
    await make(0);
    await documents.work.update(`work:run:1#1:${kind}`, (work) => ({ ...work, state: 'done' }));
    await make(most);
    await expect(make(most + 1)).rejects.toMatchObject(full(most));
  },
);

test('an appointment that is past takes no room, though nobody has ticked it off', async () => {
  const { make, most, time } = await fill('appointment');
  time.advance(2 * DAY);
  await make(most);
});

test('what people of the team noted down themselves keeps no agent from noting more', async () => {
  const { contextOf, own, documents, call } = await open();
  await call(createTask, { title: 'Перезвонить' }, contextOf('run:1#1'));
  const [task] = (await documents.work.find({ index: ['updatedAt'], equals: [], limit: 1 })).items;
  expect(task?.contactId).toBe(own.contactId);
  for (let n = 0; task && n < 30; n++) await documents.work.put({ ...task, id: `work:anna:${n}`, createdBy: 'anna' });
  for (let n = 2; n <= 10; n++) await call(createTask, { title: `Перезвонить ${n}` }, contextOf(`run:1#${n}`));
  await expect(call(createTask, { title: 'Ещё' }, contextOf('run:1#11'))).rejects.toMatchObject(full(10));
});

test('nothing of other customers is looked through, neither to make something nor to tell of orders', async () => {
  const { make, call, own, documents } = await fill('order');
  const find = vi.spyOn(documents.work.stored, 'find');
  await expect(make(10)).rejects.toMatchObject(full(10));
  await call(orderStatus, {});
  const asked = find.mock.calls.map(([query]: [FindQuery]) => query.equals[0]);
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked)).toEqual(new Set([own.contactId]));
});
