import { z } from 'zod';
import type { ModelProvider } from './model.ts';
import type { ModelKind } from './model-kind.ts';
import { type ChatSettings, createChat } from './openai-chat.ts';
import type { EndpointWords } from './openai-client.ts';

const words: EndpointWords = {
  name: 'The model',
  settings: 'OPENAI',
  refused: { code: 'model.refused', hint: 'Check that OPENAI_MODEL can call tools and take texts of this length.' },
};

/** A chat model behind the OpenAI protocol, wherever it is. */
export const createOpenAiProvider = (settings: ChatSettings): ModelProvider => ({
  name: settings.model,
  complete: createChat(settings, words),
});

const DEFAULT_MODEL = 'gpt-4.1-mini';

const list = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

/** One for all models, or one for each in their order. */
const pricesSchema = z
  .string()
  .default('0')
  .transform((text) => list(text).map((price) => (price === '' ? Number.NaN : Number(price))))
  .refine((prices) => prices.every((price) => price >= 0), 'must be a number that is 0 or more, or several');

/** A key or an address turns the model on; an address of one's own (Ollama, vLLM) needs no key but a model's name. */
const environmentSchema = z
  .object({
    OPENAI_API_KEY: z.string().min(1).optional(),
    OPENAI_BASE_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
      .optional(),
    OPENAI_MODEL: z
      .string()
      .min(1)
      .transform(list)
      .refine((names) => new Set(names).size === names.length && !names.includes(''), 'must name each model once')
      .optional(),
    OPENAI_PRICE_INPUT: pricesSchema,
    OPENAI_PRICE_OUTPUT: pricesSchema,
  })
  .transform((values, context) => {
    const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: names = [DEFAULT_MODEL] } = values;
    if (!apiKey && !baseUrl) return undefined;
    if (baseUrl && !values.OPENAI_MODEL) {
      const message = 'must name a model when OPENAI_BASE_URL is set';
      context.issues.push({ code: 'custom', message, path: ['OPENAI_MODEL'], input: values });
      return z.NEVER;
    }
    for (const name of ['OPENAI_PRICE_INPUT', 'OPENAI_PRICE_OUTPUT'] as const) {
      if (values[name].length === 1 || values[name].length === names.length) continue;
      const message = 'must be one price for all models, or as many as OPENAI_MODEL names';
      context.issues.push({ code: 'custom', message, path: [name], input: values });
      return z.NEVER;
    }
    const priceOf = (prices: readonly number[], at: number): number => prices[at] ?? prices[0] ?? 0;
    const models = names.map((model, at) => ({
      model,
      price: { input: priceOf(values.OPENAI_PRICE_INPUT, at), output: priceOf(values.OPENAI_PRICE_OUTPUT, at) },
    }));
    return { models, ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) };
  });

/** Models behind one endpoint, with one key. */
type OpenAiSettings = Omit<ChatSettings, 'timeoutMs' | 'model' | 'price'> & {
  readonly models: readonly Pick<ChatSettings, 'model' | 'price'>[];
};

export const openAiModels: ModelKind<OpenAiSettings> = {
  environment: environmentSchema,
  create: ({ models, ...endpoint }, terms) =>
    models.map((model) => createOpenAiProvider({ ...endpoint, ...model, ...terms })),
};
