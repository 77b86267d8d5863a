import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followUpIdOf, replyIdOf } from '../../conversations/ids.ts';
import type { Run } from '../../entities/run.ts';
import type { Work } from '../../entities/work.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { createScriptedModel, type ScriptedReply } from '../../testing/scripted-model.ts';
import { writingStore } from '../../testing/writing-store.ts';
import { tools } from '../../tools/registry.ts';
import type { Agent, Agents } from '../agent.ts';
import { agents } from '../registry.ts';
import { executeFollowUp } from '../runs/execute-run.ts';
import { createTeam, scriptedModel, toolCall } from '../runs/run.suite.ts';
import { modelOutputOf } from '../runs/run-steps.ts';
import type { RunDependencies } from '../runs/session.ts';
import { diffRuns, replyOf } from './diff-runs.ts';
import { replayMessage } from './replay-message.ts';
import { type ReplayDependencies, replayRun } from './replay-run.ts';

const never = new AbortController().signal;
const builtIn: Agents = agents;
const question = 'Какая у вас предоплата? Меня зовут Анна, мой телефон +7 912 345-67-89';

/** A store that counts what is written. */
const countingStore = (store: DocumentStore = createMemoryStore()) => {
  let writes = 0;
  return {
    writes: () => writes,
    store: writingStore(store, (rows, stored) => {
      writes += rows.length;
      return stored(rows);
    }),
  };
};

type Team = ReturnType<typeof createTeam>;
type Draft = Partial<RunDependencies> & { readonly agents?: Agents };

const replay = (team: Team, run: Run, changes: Draft = {}): Promise<Run> => {
  const given: ReplayDependencies = { ...team.dependencies, agents, ...changes };
  return replayRun(run, given, never);
};

test('the same agents with the same model come to the same', async () => {
  const team = createTeam();
  const run = await team.run(await team.write(question));
  const again = await replay(team, run);
  const diff = diffRuns(run, again);
  expect(diff.steps.filter(({ kind }) => kind !== 'same')).toEqual([]);
  expect(diff.isSame).toBe(true);
  expect(again).toMatchObject({ state: 'done', outcome: 'replied', messageId: run.messageId });
  expect(replyOf(again)).toEqual(replyOf(run));
});

test('another prompt is asked anew, and what was recorded answers: nothing is looked up or saved again', async () => {
  const script = {
    rag: [{ toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] }, { text: 'Предоплата 30 % [1]' }],
    intake: [{ toolCalls: [toolCall('save_user_info', { name: 'Анна' })] }, { text: 'готово' }],
  };
  const team = createTeam({ model: scriptedModel(script) });
  const run = await team.run(await team.write(question));
  const model = scriptedModel({
    ...script,
    rag: [{ toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] }, { text: 'Тридцать процентов [1]' }],
  });
  const search = { ...team.dependencies.search, search: () => Promise.reject(new Error('Searched again.')) };
  const rag: Agent = { ...agents.rag, prompt: { ru: 'Отвечай словами.', en: 'Answer in words.' } };
  const again = await replay(team, run, { model, search, agents: { ...builtIn, rag } });

  expect(model.requests.find(({ agent }) => agent === 'rag')?.messages[0]?.content).toContain('Отвечай словами.');
  expect(replyOf(again)?.text).toBe('Тридцать процентов');
  expect(replyOf(again)?.citations).toEqual(replyOf(run)?.citations);
  const diff = diffRuns(run, again);
  expect(diff.steps.filter(({ kind }) => kind !== 'same')).toMatchObject([
    { agent: 'rag', kind: 'changed', left: { kind: 'model' } },
  ]);
  expect(diff.reply.right.filter(({ differs }) => differs).map(({ text }) => text)).toEqual(['Тридцать процентов']);
});

test('another reading is made, a write that was not recorded is not, and a hand-over counts as one', async () => {
  const team = createTeam();
  const run = await team.run(await team.write(question));
  const model = scriptedModel({
    rag: [
      { toolCalls: [toolCall('search_knowledge', { query: 'доставка' })] },
      { toolCalls: [toolCall('call_operator', { reason: 'other', summary: 'Спросить' })] },
      { text: 'Ответит коллега.' },
    ],
    intake: [{ toolCalls: [toolCall('save_user_info', { email: 'other@example.com' })] }, { text: 'готово' }],
  });
  const before = await team.documents.contacts.find({ index: ['updatedAt'], equals: [], limit: 10 });
  const again = await replay(team, run, { model });
  const result = (name: string) => again.steps.find((step) => step.kind === 'tool' && step.name === name)?.output;
  expect(JSON.stringify(result('search_knowledge'))).toContain('Доставка занимает два дня.');
  expect(result('save_user_info')).toMatchObject({ performed: false });
  expect(again.outcome).toBe('handed-over');
  expect(await team.documents.contacts.find({ index: ['updatedAt'], equals: [], limit: 10 })).toEqual(before);
});

test('what the customer added comes at its place, and what was said later is not known', async () => {
  const replies: ScriptedReply[] = [
    { toolCalls: [toolCall('search_knowledge', { query: 'предоплата' })] },
    { text: 'первая мысль' },
    { text: 'Обе мысли.' },
  ];
  const answering: Agents = { rag: agents.rag };
  let asked = 0;
  const team: Team = createTeam({
    agents: answering,
    model: createScriptedModel(() => replies[asked++] ?? { text: '' }),
    search: {
      ...createTeam().dependencies.search,
      search: async (query, limit, options) => {
        await team.write('И доставка?');
        return createTeam().dependencies.search.search(query, limit, options);
      },
    },
  });
  const run = await team.run(await team.write('Какая предоплата?'));
  expect(run.steps.some(({ kind }) => kind === 'event')).toBe(true);
  await team.write('Спасибо, это уже другое');

  const counted = run.steps.filter(({ kind, state }) => kind === 'model' && state === 'done');
  let at = 0;
  const model = createScriptedModel(() => {
    const step = counted[at++];
    return step ? modelOutputOf(step) : { text: '' };
  });
  const again = await replay(team, run, { model, agents: answering });
  expect(diffRuns(run, again).isSame).toBe(true);
  const last = model.requests.at(-1)?.messages.filter(({ role }) => role === 'user');
  expect(last?.map(({ content }) => content)).toEqual(['Какая предоплата?', 'И доставка?']);
});

test('a message that nobody sent is answered, and nothing of it is kept', async () => {
  const counting = countingStore();
  const team = createTeam({}, counting.store);
  await team.write('Добрый день');
  const before = counting.writes();
  const given: ReplayDependencies = { ...team.dependencies, agents };
  const run = await replayMessage({ text: 'Какая предоплата?', language: 'ru' }, given, never);
  expect(run.outcome).toBe('replied');
  expect(replyOf(run)?.text).toContain('30 %');
  expect(counting.writes()).toBe(before);
});

test('a reply to which a guard objects is not said in a replay either', async () => {
  const team = createTeam();
  const run = await team.run(await team.write(question));
  const model = scriptedModel({ rag: [{ text: 'Заплатите здесь: https://pay.evil.example/order' }] });
  const again = await replay(team, run, { model });
  expect(again.steps).toContainEqual(expect.objectContaining({ kind: 'event', name: 'withheld' }));
  expect(replyOf(again)?.text).not.toContain('evil');
});

test('a follow-up is played again as one', async () => {
  const team = createTeam();
  const { id, conversationId } = await team.run(await team.write(question));
  const now = team.clock();
  const work: Work = {
    id: followUpIdOf('silence', 0, replyIdOf(id)),
    kind: 'follow-up',
    state: 'open',
    title: '',
    conversationId,
    createdBy: 'server',
    dueAt: now,
    followUp: { sequence: 'silence', step: 0, messageId: replyIdOf(id) },
    createdAt: now,
    updatedAt: now,
  };
  await team.documents.work.put(work);
  const run = await executeFollowUp(team.dependencies, work, { signal: never });
  if (!run) throw new Error('There was nobody to write to.');
  expect(run.outcome).toBe('replied');
  const again = await replay(team, run);
  expect(again.steps.map(({ agent }) => agent)).toContain('nurturing');
  expect(diffRuns(run, again).isSame).toBe(true);
  expect(replyOf(again)?.text).toContain('напишите «стоп»');
});

test('a run that nobody remembers the message of cannot be played again', async () => {
  const team = createTeam();
  const run = await team.run(await team.write(question));
  await expect(replay(team, { ...run, messageId: 'gone' })).rejects.toMatchObject({ code: 'resource.not_found' });
});

const reply = fc.record({
  text: fc.constantFrom('', 'Предоплата 30 % [1]', 'Ответит коллега.'),
  toolCalls: fc.array(
    fc.record({
      name: fc.constantFrom(...Object.keys(tools), 'send_money'),
      arguments: fc.constantFrom(
        '{}',
        'nonsense',
        '{"query":"предоплата"}',
        '{"query":"доставка"}',
        '{"name":"Анна"}',
        '{"reason":"no_answer","summary":"Вопрос"}',
        '{"title":"Позвонить","bant":{"need":"зал"}}',
      ),
    }),
    { maxLength: 3 },
  ),
});
/** Who answers says something in the end: its silence would be a model that failed. */
const words = Array.from({ length: 12 }, (): ScriptedReply => ({ text: 'Ответит коллега.' }));
const speaking = fc
  .array(reply, { maxLength: 5 })
  .map((list) => [...list.map((said) => (said.toolCalls.length > 0 || said.text ? said : { text: 'Да.' })), ...words]);
const script = fc.record({
  rag: fc.oneof({ weight: 4, arbitrary: speaking }, { weight: 1, arbitrary: fc.array(reply, { maxLength: 5 }) }),
  intake: fc.array(reply, { maxLength: 4 }),
  scoring: fc.array(reply, { maxLength: 3 }),
});

test('whatever a model does that answers, played again it does the same, and whatever else it does then, nothing is written', async () => {
  await fc.assert(
    fc.asyncProperty(script, script, async (first, second) => {
      const counting = countingStore();
      const team = createTeam({ model: scriptedModel(first) }, counting.store);
      const run = await team.run(await team.write(question));
      const before = counting.writes();
      const same = await replay(team, run, { model: scriptedModel(first) });
      const diff = diffRuns(run, same);
      // Which branch asks before another's model has failed is a matter of moments, in any two runs.
      if (!run.steps.some(({ kind, state }) => kind === 'model' && state === 'failed')) {
        expect(diff.steps.filter(({ kind }) => kind !== 'same')).toEqual([]);
        expect(diff.isSame).toBe(true);
      }

      const other = await replay(team, run, { model: scriptedModel(second) });
      expect(other.state).toBe('done');
      expect(counting.writes()).toBe(before);
    }),
    { numRuns: 60 },
  );
});
