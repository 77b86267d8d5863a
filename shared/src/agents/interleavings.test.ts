import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { workIdOf } from '../conversations/ids.ts';
import type { Message } from '../entities/message.ts';
import type { Run, Step } from '../entities/run.ts';
import type { ModelProvider } from '../models/model.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { replyAsPerson } from '../testing/reply-as-person.ts';
import { untilAborted } from '../timing/until-heard.ts';
import { tools } from '../tools/registry.ts';
import { defineTool } from '../tools/tool.ts';
import { defaultLimits } from './budget/limits.ts';
import { agents } from './registry.ts';
import { crashingStore, createTeam } from './runs/run.suite.ts';
import { toolInputOf } from './runs/run-steps.ts';
import { createTeamRuns } from './runs/team-runs.ts';

/** An effect on the world outside, as that world saw it. */
type Effect = { readonly key: string; readonly tool: string; readonly runId: string; readonly amount: number };

/** Named like tools that the agents have: `update_lead` pays, with a person's consent; `save_user_info` writes a letter. */
const dangerous = (effects: Effect[], late: () => boolean) => {
  const outward = (name: 'update_lead' | 'save_user_info', approval: 'always' | 'never') =>
    defineTool({
      name,
      description: 'Reaches outside',
      effect: 'outward',
      approval,
      arguments: z.strictObject({ amount: z.number() }),
      timeLimitMs: 5,
      execute: async ({ amount }, { idempotencyKey, run, signal }) => {
        effects.push({ key: idempotencyKey, tool: name, runId: run.id, amount });
        if (late()) await untilAborted(signal);
        return { done: true };
      },
    });
  return {
    ...tools,
    update_lead: outward('update_lead', 'always'),
    save_user_info: outward('save_user_info', 'never'),
  };
};

const answering = { tools: ['update_lead', 'save_user_info', 'call_operator', 'pass_on'] as const };

const reckless = {
  ...agents,
  rag: { ...agents.rag, ...answering },
  colleague: { ...agents.rag, ...answering, name: 'colleague' },
  scoring: { ...agents.scoring, after: ['intake'] },
};

const act = fc.oneof(
  fc.record({ kind: fc.constant('write' as const) }),
  fc.record({ kind: fc.constant('again' as const) }),
  fc.record({ kind: fc.constantFrom('approve' as const, 'change' as const, 'refuse' as const) }),
  fc.record({ kind: fc.constantFrom('take-over' as const, 'hand-back' as const, 'cancel' as const) }),
);
const plan = fc.record({
  acts: fc.array(
    fc.record({
      act,
      /** The process dies at this write of what follows; 0: it lives. */
      diesAt: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 15 })),
      fate: fc.constantFrom('lost' as const, 'stored' as const),
      /** Something happens while the agents are at work. */
      meanwhile: fc.constantFrom('nothing', 'nothing', 'write', 'take-over', 'cancel'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  /** What the model wishes for, answer by answer. */
  wishes: fc.array(fc.constantFrom('say', 'pay', 'letter', 'pay-again', 'nonsense', 'fail', 'person', 'pass-on'), {
    minLength: 1,
    maxLength: 12,
  }),
  late: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
  tokens: fc.constantFrom(0, 3_000),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

const modelOf = ({ wishes, tokens }: Plan): ModelProvider => {
  let count = 0;
  const callOf = (wish: string, agent: string) => {
    const to = agent === 'rag' ? 'colleague' : 'rag';
    if (agent === 'supervisor')
      return { name: 'choose_agent', arguments: `{"name":"${wish === 'say' ? 'colleague' : wish}"}` };
    if (wish === 'pay') return { name: 'update_lead', arguments: JSON.stringify({ amount: count }) };
    if (wish === 'pay-again') return { name: 'update_lead', arguments: JSON.stringify({ amount: 1 }) };
    if (wish === 'letter') return { name: 'save_user_info', arguments: JSON.stringify({ amount: count }) };
    if (wish === 'pass-on') return { name: 'pass_on', arguments: `{"to":"${to}","note":"${count}"}` };
    if (wish === 'person') return { name: 'call_operator', arguments: '{"reason":"other","summary":"?"}' };
    return wish === 'nonsense' ? { name: 'send_money', arguments: '{' } : undefined;
  };
  return {
    name: 'reckless',
    complete: async ({ agent }) => {
      const wish = wishes[count % wishes.length] ?? 'say';
      count += 1;
      if (wish === 'fail') throw new Failure('model.unavailable', 'down', 'Later.');
      const call = callOf(wish, agent);
      const toolCalls = call ? [{ id: '', ...call }] : [];
      return {
        text: call ? '' : `Ответ ${count}`,
        toolCalls,
        model: 'reckless',
        tokens: { input: tokens, output: 0 },
        costMicros: 0,
      };
    },
  };
};

/** Everything that a story leaves behind. */
type Told = {
  readonly documents: TeamDocuments;
  readonly effects: readonly Effect[];
  readonly messages: readonly Message[];
};

const tell = async (story: Plan): Promise<Told> => {
  const store = createMemoryStore();
  const effects: Effect[] = [];
  let at = 0;
  const late = (): boolean => story.late[at++ % story.late.length] ?? false;
  const options = {
    model: modelOf(story),
    tools: dangerous(effects, late),
    agents: reckless,
    limits: { ...defaultLimits, run: { ...defaultLimits.run, steps: 14, tokens: 12_000 } },
  };
  const customer = createTeam({}, store);
  const documents = openTeamDocuments(store, 'crew');
  const messages: Message[] = [];
  const write = async () => {
    messages.push(await customer.write('Оплатите'));
  };
  const lifeOver = (over: DocumentStore) =>
    createTeamRuns({ ...createTeam(options, over).dependencies, clock: customer.clock });

  const meanwhile = async (what: string): Promise<void> => {
    if (what === 'write') await write();
    if (what === 'take-over') await takeOver(documents, customer.clock);
    if (what === 'cancel') await cancelAll(documents);
  };

  for (const { act, diesAt, fate, meanwhile: also } of story.acts) {
    if (act.kind === 'write' || messages.length === 0) await write();
    if (act.kind === 'take-over') await takeOver(documents, customer.clock);
    if (act.kind === 'hand-back') await handBack(documents);
    if (act.kind === 'cancel') await cancelAll(documents);
    if (act.kind === 'approve' || act.kind === 'change' || act.kind === 'refuse') await decide(documents, act.kind);
    const over = diesAt === 0 ? store : crashingStore(store, diesAt, fate).store;
    const life = lifeOver(over);
    const working = work(life, documents, messages);
    await meanwhile(also);
    for (const message of messages) life.nudge(message.conversationId);
    await working;
  }
  await work(lifeOver(store), documents, messages);
  return { documents, effects, messages };
};

/** As the outbox does: every message is handled, again if need be, and every decision is carried out. Two at once. */
const work = async (
  life: ReturnType<typeof createTeamRuns>,
  documents: TeamDocuments,
  messages: readonly Message[],
): Promise<void> => {
  const execution = { signal: new AbortController().signal };
  const quietly = async (doing: Promise<unknown>): Promise<void> => {
    await doing.catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
    });
  };
  for (const message of [...messages]) {
    await Promise.all([quietly(life.run(message, execution)), quietly(life.run(message, execution))]);
    await quietly(life.run(message, execution));
  }
  for (const run of await allRuns(documents)) await quietly(life.resume(run.id, execution));
};

const conversationIdsOf = async (documents: TeamDocuments): Promise<readonly string[]> =>
  (await documents.conversations.find({ index: ['recency'], equals: [], limit: 10 })).items.map(({ id }) => id);

const takeOver = async (documents: TeamDocuments, clock: () => number): Promise<void> => {
  for (const conversationId of await conversationIdsOf(documents)) {
    await replyAsPerson(documents, { conversationId, text: 'Отвечаю сам' }, clock);
  }
};

const handBack = async (documents: TeamDocuments): Promise<void> => {
  for (const id of await conversationIdsOf(documents)) {
    await documents.conversations.update(id, ({ handover: _, ...current }) => ({ ...current, mode: 'agent' }));
  }
};

const cancelAll = async (documents: TeamDocuments): Promise<void> => {
  for (const { id } of await allRuns(documents)) {
    await documents.runs.update(id, (run) => (run.state === 'done' ? run : { ...run, cancelledBy: 'u1' }));
  }
};

const decide = async (documents: TeamDocuments, how: 'approve' | 'change' | 'refuse'): Promise<void> => {
  const open = await documents.work.find({
    index: ['kind', 'state', 'dueAt'],
    equals: ['approval', 'open'],
    limit: 50,
  });
  for (const { id } of open.items) {
    await documents.work.update(id, (item) => ({
      ...item,
      state: how === 'refuse' ? 'refused' : 'approved',
      ...(item.approval && {
        approval: {
          ...item.approval,
          decidedBy: 'u1',
          decidedAt: item.createdAt,
          ...(how === 'change' && { changed: '{"amount":777}' }),
        },
      }),
    }));
  }
};

const allRuns = async (documents: TeamDocuments): Promise<readonly Run[]> =>
  (await documents.runs.find({ index: ['updatedAt'], equals: [], limit: 100 })).items;

const stepOf = (runs: readonly Run[], { key }: Effect): Step | undefined => {
  const [runId, index] = key.split('#');
  return runs.find(({ id }) => id === runId)?.steps[Number(index)];
};

const check = async ({ documents, effects, messages }: Told): Promise<void> => {
  const runs = await allRuns(documents);
  const keys = effects.map(({ key }) => key);
  expect(new Set(keys).size, 'each outward effect happens at most once').toBe(keys.length);
  for (const effect of effects) {
    const step = stepOf(runs, effect);
    expect(step, 'an effect without a record').toBeDefined();
    if (effect.tool !== 'update_lead' || !step) continue;
    expect(toolInputOf(step).approval, 'no effect without a consent').toBeDefined();
    const item = await documents.work.get(workIdOf(effect.runId, step.index));
    expect(item?.state).toBe('approved');
    expect(effect.amount).toBe(JSON.parse(item?.approval?.changed ?? item?.approval?.arguments ?? '{}').amount);
  }
  for (const run of runs) {
    if (run.state === 'waiting') {
      const waiting = run.steps.filter(({ state }) => state === 'waiting');
      expect(waiting.length, 'a run that waits for nothing').toBeGreaterThan(0);
      for (const { index } of waiting) expect((await documents.work.get(workIdOf(run.id, index)))?.state).toBe('open');
    } else expect(['done', 'failed']).toContain(run.state);
    const stopped = run.steps.findIndex(
      ({ kind, name }) => kind === 'event' && (name === 'limit' || name === 'cancelled'),
    );
    const after = stopped < 0 ? [] : run.steps.slice(stopped).filter(({ kind }) => kind === 'tool');
    expect(after, 'nothing is begun past a limit').toEqual([]);
    const reply = run.steps.findIndex((step) => step.kind === 'reply' && step.name !== 'notice');
    const unheard = reply < 0 ? [] : run.steps.slice(reply).filter(({ name }) => name === 'message');
    expect(unheard, 'what comes behind the reply is not taken in').toEqual([]);
  }
  const about = (message: Message): number =>
    runs.filter((run) => run.messageId === message.id || JSON.stringify(run.steps).includes(`"${message.id}"`)).length;
  for (const message of messages) expect(about(message), 'every message has its run').toBeGreaterThan(0);
  const stored = (await documents.messages.find({ index: ['createdAt'], equals: [], limit: 500 })).items;
  const replies = stored.filter(({ author, id }) => author.kind === 'agent' && id.endsWith(':reply'));
  expect(new Set(replies.map(({ runId }) => runId)).size, 'one reply a run').toBe(replies.length);
};

test('under any interleaving of crashes, repeats, late results, decisions and take-overs nothing outward happens twice, unasked or past a limit, and every run ends or waits for a named thing', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (story) => {
      await check(await tell(story));
    }),
    { numRuns: 120 },
  );
});
