import type { ChannelConnection } from '@inbetwin/bot/channels/channel.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { replyIdOf, runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { searchOver } from '@inbetwin/shared/testing/search-over.ts';
import { createDispatcher } from '@inbetwin/sync-server/outbox/dispatcher.ts';
import type { TeamRuns } from '@inbetwin/sync-server/outbox/options.ts';
import { duties } from '@inbetwin/sync-server/processes/roles.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { instantModel } from './instant-model.ts';
import { openBenchTeam } from './open-bench-team.ts';

const CHATS = 100;
const WARM_UP = 3;
const TURNS = 12;

const passage = {
  passageId: 'prices:0',
  sourceId: 'prices',
  title: 'Прайс',
  text: 'Предоплата составляет 30 % от суммы заказа.',
};

/** Each agent acts as with a good model: one tool call, then a final text. */
const model = instantModel({
  rag: [{ name: 'search_knowledge', arguments: { query: 'предоплата' } }, { text: `${passage.text} [1]` }],
  intake: [{ name: 'save_user_info', arguments: { name: 'Анна' } }, { text: '' }],
  scoring: [{ name: 'update_lead', arguments: { bant: { need: 'банкет' } } }, { text: '' }],
});

/**
 * 100 customers write concurrently in one process, each sending the next message as soon as the run over the last one
 * has ended. Covers the received message, the dispatcher, all agents with their own tools, the stored reply and
 * delivery. Model, search and platform take no time.
 */
export const parallelConversations = async function* (stage: Stage): AsyncIterable<Measurement> {
  const { store, files, clock, documents, receive } = await openBenchTeam(stage, 'agents-parallel');
  const runs = createTeamRuns({ documents, clock, model, search: searchOver(() => [passage]) });
  const endings = createEndings();
  const dispatcher = createDispatcher({
    store,
    log: complaining(stage),
    connectionOf: () => connection,
    capabilitiesOf: () => capabilities,
  });
  stage.cleanUp(dispatcher.stop);
  const team = { documents, runs: { ...runs, run: endings.of(runs.run) }, files, clock };
  for (const duty of duties) dispatcher.addTeam(duty, 'bench', team);

  const talk = async (chat: number, from: number, to: number): Promise<void> => {
    for (let turn = from; turn < to; turn++) {
      const message = await receive(chat, turn, 'Какая у вас предоплата? Меня зовут Анна, нужен банкет.');
      await endings.after(message.id);
      if (!(await documents.messages.get(replyIdOf(runIdOf(message.id))))) throw new Error('A run left no reply.');
    }
  };
  const talkAll = (from: number, to: number) =>
    Promise.all(Array.from({ length: CHATS }, (_, chat) => talk(chat, from, to)));

  await talkAll(0, WARM_UP);
  stage.progress(`${CHATS} customers write ${TURNS - WARM_UP} messages each`);
  const began = performance.now();
  await talkAll(WARM_UP, TURNS);
  const seconds = (performance.now() - began) / 1000;
  yield { name: 'conversations-100', unit: 'runs/s', value: (CHATS * (TURNS - WARM_UP)) / seconds };
};

/** Resolves when the run over a message has ended, even if it ended before the call. */
const createEndings = () => {
  const known = new Map<string, PromiseWithResolvers<void>>();
  const ofMessage = (id: string): PromiseWithResolvers<void> => {
    const ending = known.get(id) ?? Promise.withResolvers<void>();
    known.set(id, ending);
    return ending;
  };
  return {
    after: (id: string): Promise<void> => ofMessage(id).promise,
    of:
      (run: TeamRuns['run']): TeamRuns['run'] =>
      async (message: Message, execution) => {
        const ended = await run(message, execution);
        ofMessage(message.id).resolve();
        return ended;
      },
  };
};

const capabilities: ChannelCapabilities = {
  maxTextLength: 4096,
  showsCitations: false,
  unknownOutcome: 'resend-once-marked',
  files: { maxBytesIn: 0, maxBytesOut: 0 },
};

const connection: ChannelConnection = {
  account: 'bench',
  name: 'bench',
  health: () => ({ state: 'connected', name: 'bench' }),
  start: async () => undefined,
  stop: async () => undefined,
  send: async ({ idempotencyKey }) => ({ platformId: idempotencyKey.slice(-100) }),
  showTyping: async () => undefined,
  download: () => Promise.reject(new Error('No customer sends files here.')),
};

const complaining = (stage: Stage): Logger => {
  const tell = (values: object, message: string): void => stage.progress(`${message} ${JSON.stringify(values)}`);
  return { debug: () => undefined, info: () => undefined, warn: tell, error: tell };
};
