import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { ApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { ChatRequest } from '@inbetwin/sync-server/testing/fake-chat.ts';
import { type ChatTurn, type FakeOpenAi, startFakeOpenAi } from '@inbetwin/sync-server/testing/fake-openai.ts';
import { test as base } from './test.ts';

/** A test environment whose agents ask a language model. */
export const test = base.extend<{ model: FakeOpenAi }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  model: async ({}, use) => {
    const model = await startFakeOpenAi();
    await use(model);
    await model.stop();
  },
  environment: async ({ model }, use) => {
    await use({
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_API_KEY: 'sk-fake',
      OPENAI_MODEL: 'test-model',
    });
  },
});

const hasTool = ({ tools = [] }: ChatRequest, name: string): boolean =>
  tools.some((tool) => tool.function.name === name);

/** The answering agent behaves as `answer` says; the agents for profile and score find nothing new. */
export const answering =
  (answer: (request: ChatRequest) => ChatTurn | Promise<ChatTurn>) =>
  (request: ChatRequest): ChatTurn | Promise<ChatTurn> =>
    hasTool(request, 'search_knowledge') ? answer(request) : { kind: 'answer', text: 'Нового нет.' };

/** Allows the answering agent to take orders. */
export const letAgentTakeOrders = async (api: ApiClient): Promise<void> => {
  const tools = ['search_knowledge', 'call_operator', 'find_product', 'create_order'];
  const setting: Setting = {
    id: 'agent:rag',
    value: { kind: 'agent', name: 'rag' },
    agent: { tools },
    updatedAt: Date.now(),
  };
  const rows = [{ assumedMasterState: null, newDocumentState: { ...setting, _deleted: false } }];
  const { refused } = await api('push', { body: { collection: 'settings', rows } });
  if (refused[0]) throw new Error(`Refused: ${refused[0].reason}`);
};
