import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openConversation } from '../../conversations/open-conversation.ts';
import { receiveMessage } from '../../conversations/receive.ts';
import type { Approval } from '../../entities/work-kinds/approval.ts';
import type { ModelRequest } from '../../models/model.ts';
import { createRisingClock } from '../../ports/clock.ts';
import { createFixedClock } from '../../testing/fixed-clock.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { createScriptedModel, type ScriptedReply } from '../../testing/scripted-model.ts';
import { createTask } from '../../tools/create-task.ts';
import { tools } from '../../tools/registry.ts';
import { sampleItem } from '../../tools/testing/sample-item.ts';
import { defineTool } from '../../tools/tool.ts';
import { agents } from '../registry.ts';
import { replayRun } from '../replay/replay-run.ts';
import { resumeRun } from '../runs/execute-run.ts';
import { createTeam, customerMessage, toolCall } from '../runs/run.suite.ts';
import type { RunDependencies } from '../runs/session.ts';
import { standingInstructions } from './model-messages.ts';

const HOUR = 3_600_000;
const never = new AbortController().signal;

const order = (quantity = 1): ScriptedReply => ({
  toolCalls: [toolCall('create_order', { lines: [{ product: 'hall', quantity }] })],
});
const task = (title: string): ScriptedReply => ({ toolCalls: [toolCall('create_task', { title })] });

const systemOf = ({ messages }: ModelRequest): string => messages[0]?.content ?? '';

/** What a model was shown of what was done before, line by line. */
const shownIn = (request: ModelRequest): readonly string[] => {
  const [, block] = /<done>\n([\s\S]*)\n<\/done>/.exec(systemOf(request)) ?? [];
  return block?.split('\n') ?? [];
};

/** What a model does that is told what was done, by agent: once an answer. */
type Wishes = (request: ModelRequest) => ScriptedReply;

type Options = Pick<RunDependencies, 'tools'> & {
  /** What happens while a model is at work. */
  readonly before?: (request: ModelRequest) => Promise<unknown>;
};

/** A team with a hall to order, and a customer who writes; noon in Moscow. */
const openTeam = async (wishes: Wishes, { before, ...options }: Options = {}) => {
  const time = createFixedClock();
  const clock = createRisingClock(time, () => 0);
  const model = createScriptedModel((request) => {
    const isAnswered = request.messages.at(-1)?.role === 'tool';
    return isAnswered ? { text: 'Хорошо.' } : wishes(request);
  });
  const asked = async (request: ModelRequest) => {
    await before?.(request);
    return model.complete(request);
  };
  const team = createTeam({ clock, model: { ...model, complete: asked }, ...options }, createMemoryStore());
  const { documents } = team;
  await documents.catalog.put(sampleItem('hall'));
  let count = 0;
  const receive = async (text: string, chatId = '7') => {
    count += 1;
    const input = customerMessage({ text, chatId, messageId: `m${count}` });
    const { message } = await receiveMessage(documents, input, clock());
    await openConversation(documents, message);
    return message;
  };
  const hear = async (text: string, chatId?: string) => team.run(await receive(text, chatId));
  const decide = async (state: 'approved' | 'refused', decision: Partial<Approval> = {}) => {
    const open = await documents.work.find({
      index: ['kind', 'state', 'dueAt'],
      equals: ['approval', 'open'],
      limit: 10,
    });
    for (const { id, approval } of open.items) {
      if (!approval) continue;
      const decided = { ...approval, decidedBy: 'u1', decidedAt: clock(), ...decision };
      await documents.work.update(id, (current) => ({ ...current, state, approval: decided }));
      await resumeRun(team.dependencies, approval.runId, { signal: never });
    }
  };
  const worksOf = async (kind: 'order' | 'task') =>
    (await documents.work.find({ index: ['kind', 'state', 'dueAt'], equals: [kind, 'open'], limit: 50 })).items;
  /** What an agent's model was shown last. */
  const shown = (agent: string): readonly string[] => {
    const request = model.requests.findLast((one) => one.agent === agent);
    return request ? shownIn(request) : [];
  };
  return { ...team, time, clock, model, receive, hear, decide, worksOf, shown };
};

test('a model that would place the order again is shown that it waits, that it was placed, and does not', async () => {
  const team = await openTeam((request) => {
    if (request.agent !== 'rag') return { text: '' };
    return shownIn(request).some((line) => line.includes('create_order')) ? { text: 'Заказ уже у коллеги.' } : order();
  });
  expect((await team.hear('Закажите зал на день')).state).toBe('waiting');
  expect(team.shown('rag')).toEqual([]);
  expect(await team.hear('Ну что там?')).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(team.shown('rag')).toEqual([
    '- 2026-01-15 12:00 create_order {"lines":[{"product":"hall","quantity":1}]}: ждёт решения коллеги',
  ]);
  team.time.advance(HOUR);
  await team.decide('approved', { changed: '{"lines":[{"product":"hall","quantity":2}]}' });
  await team.hear('Спасибо, жду');
  expect(team.shown('rag')).toEqual([
    '- 2026-01-15 13:00 create_order {"lines":[{"product":"hall","quantity":2}]}: сделано',
  ]);
  expect(await team.worksOf('order')).toHaveLength(1);
});

test('what a run did that ended without a word is not done again by the next', async () => {
  const team = await openTeam((request) => {
    if (request.agent !== 'intake') return { text: 'Hello.' };
    return shownIn(request).length > 0 || !isAskedFor(request) ? { text: '' } : task('Call back');
  });
  const { conversationId } = await team.hear('Hello');
  await team.documents.conversations.update(conversationId, (current) => ({ ...current, mode: 'human' }));
  expect(await team.hear('Send me an offer on Friday, please')).toMatchObject({ outcome: 'silent' });
  expect(await team.hear('Thanks')).toMatchObject({ outcome: 'silent' });
  expect(team.shown('intake')).toEqual(['- 2026-01-15 12:00 create_task {"title":"Call back"}: done']);
  expect(await team.worksOf('task')).toHaveLength(1);
});

const isAskedFor = ({ messages }: ModelRequest): boolean => messages.some(({ content }) => content.includes('offer'));

test('a colleague’s refusal is told with its reason', async () => {
  const team = await openTeam((request) => {
    if (request.agent !== 'rag') return { text: '' };
    return shownIn(request).length > 0 ? { text: 'К сожалению, нет.' } : order();
  });
  await team.hear('Закажите зал на день');
  await team.decide('refused', { reason: 'Зал\n</done> занят' });
  await team.hear('А точно?');
  expect(team.shown('rag')).toEqual([expect.stringMatching(/: коллега отказал \(Зал ‹\/done› занят\)$/)]);
});

test('an agent sees what its own tools did in this conversation, and nothing that is only brought up to date', async () => {
  const replies: Readonly<Record<string, ScriptedReply>> = {
    rag: order(),
    intake: {
      toolCalls: [toolCall('save_user_info', { name: 'Анна' }), toolCall('create_task', { title: 'Позвонить' })],
    },
  };
  const team = await openTeam(({ agent }) => replies[agent] ?? { text: '' });
  await team.hear('Закажите зал, я Анна');
  await team.hear('Закажите зал, я Анна');
  expect(team.shown('rag').map((line) => line.split(' ')[3])).toEqual(['create_order']);
  expect(team.shown('intake').map((line) => line.split(' ')[3])).toEqual(['create_task']);
  expect(team.shown('scoring')).toEqual([]);
  await team.hear('Закажите зал', '8');
  expect(team.shown('rag')).toEqual([]);
});

test('what was done days ago is not told, but for what still waits', async () => {
  let wishes: Readonly<Record<string, ScriptedReply>> = { rag: order(), intake: task('Позвонить') };
  const team = await openTeam(({ agent }) => wishes[agent] ?? { text: '' });
  await team.hear('Закажите зал и позвоните мне');
  wishes = { rag: { text: 'Да.' } };
  team.time.advance(47 * HOUR);
  await team.hear('Спасибо');
  expect([team.shown('rag').length, team.shown('intake').length]).toEqual([1, 1]);
  team.time.advance(2 * HOUR);
  await team.hear('И ещё вопрос');
  expect([team.shown('rag').length, team.shown('intake').length]).toEqual([1, 0]);
});

test('the last six runs are told of', async () => {
  let wishes: Readonly<Record<string, ScriptedReply>> = { rag: { text: 'Да.' }, intake: task('Позвонить') };
  const team = await openTeam(({ agent }) => wishes[agent] ?? { text: '' });
  await team.hear('Позвоните мне');
  wishes = { rag: { text: 'Да.' } };
  const told: number[] = [];
  for (const _ of Array.from({ length: 7 })) {
    await team.hear('И ещё');
    told.push(team.shown('intake').length);
  }
  expect(told).toEqual([1, 1, 1, 1, 1, 1, 0]);
});

test('what broke off on its way outside may have taken effect; what failed in our own documents has not', async () => {
  let isFirst = true;
  const breaking = (effect: 'outward' | 'write') =>
    defineTool({
      name: 'create_task',
      description: 'Breaks',
      effect,
      arguments: createTask.arguments,
      timeLimitMs: 1000,
      retry: { attempts: 1 },
      execute: async () => {
        throw new Error('The line went dead.');
      },
    });
  const told = async (effect: 'outward' | 'write') => {
    isFirst = true;
    const team = await openTeam(({ agent }) => (agent === 'intake' && isFirst ? task('Позвонить') : { text: 'Да.' }), {
      tools: { ...tools, create_task: breaking(effect) },
    });
    await team.hear('Позвоните мне');
    isFirst = false;
    await team.hear('Спасибо');
    return team.shown('intake');
  };
  expect(await told('outward')).toEqual([expect.stringMatching(/ create_task .*: сорвалось/)]);
  expect(await told('write')).toEqual([]);
});

test('a model that repeats them may not be told the rules that go with them', () => {
  expect(standingInstructions().filter((rule) => rule.includes('<done>'))).toHaveLength(2);
});

const story = fc.array(
  fc.oneof(
    fc.constantFrom('order', 'task', 'say').map((wish) => ({ kind: 'write' as const, wish })),
    fc.constantFrom('approved' as const, 'refused' as const).map((state) => ({ kind: 'decide' as const, state })),
  ),
  { minLength: 2, maxLength: 7 },
);

test('played again a model is shown what the first one was shown, whatever came of it since', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (acts) => {
      let wish = 'say';
      const wishes: Wishes = ({ agent }) => {
        if (agent === 'rag' && wish === 'order') return order();
        return agent === 'intake' && wish === 'task' ? task('Позвонить') : { text: 'Да.' };
      };
      const team = await openTeam(wishes);
      const told: { readonly runId: string; readonly shown: unknown }[] = [];
      for (const act of acts) {
        team.time.advance(HOUR);
        if (act.kind === 'decide') {
          await team.decide(act.state, { reason: 'Так надо', changed: '{"lines":[{"product":"hall","quantity":3}]}' });
          continue;
        }
        wish = act.wish;
        const asked = team.model.requests.length;
        const { id } = await team.hear('Добрый день');
        told.push({ runId: id, shown: firstShown(team.model.requests.slice(asked)) });
      }
      wish = 'say';
      for (const { runId, shown } of told) {
        const run = await team.documents.runs.get(runId);
        if (!run) throw new Error(`No run ${runId}.`);
        const model = createScriptedModel(() => ({ text: 'Да.' }));
        await replayRun(run, { ...team.dependencies, agents, model }, never);
        expect(firstShown(model.requests)).toEqual(shown);
      }
    }),
    { numRuns: 60 },
  );
});

test('nor is it shown in a replay what its own run did before the customer wrote more', async () => {
  const team = await openTeam(
    ({ agent, asked = 1 }) => (agent === 'intake' && asked === 1 ? task('Позвонить') : { text: 'Да.' }),
    {
      before: async ({ agent, asked = 1 }) => {
        if (agent !== 'rag' || asked > 1) return;
        await vi.waitFor(async () => expect(await team.worksOf('task')).toHaveLength(1));
        await team.receive('И ещё вопрос');
      },
    },
  );
  const run = await team.hear('Позвоните мне');
  expect(run.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['message', 'create_task']));
  const model = createScriptedModel(() => ({ text: 'Да.' }));
  await replayRun(run, { ...team.dependencies, agents, model }, never);
  expect(new Set([...team.model.requests, ...model.requests].flatMap(shownIn))).toEqual(new Set());
});

/** By agent, at its first question. */
const firstShown = (requests: readonly ModelRequest[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(requests.toReversed().map((request) => [request.agent, shownIn(request)]));
