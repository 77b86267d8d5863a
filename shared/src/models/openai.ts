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

const priceSchema = z.coerce.number({ error: 'must be a number' }).min(0, 'must be 0 or more').default(0);

/** A key or an address turns the model on; an address of one's own (Ollama, vLLM) needs no key but a model's name. */
const environmentSchema = z
  .object({
    OPENAI_API_KEY: z.string().min(1).optional(),
    OPENAI_BASE_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
      .optional(),
    OPENAI_MODEL: z.string().min(1).optional(),
    OPENAI_PRICE_INPUT: priceSchema,
    OPENAI_PRICE_OUTPUT: priceSchema,
  })
  .transform((values, context) => {
    const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = values;
    if (!apiKey && !baseUrl) return undefined;
    if (baseUrl && !model) {
      const message = 'must name a model when OPENAI_BASE_URL is set';
      context.issues.push({ code: 'custom', message, path: ['OPENAI_MODEL'], input: values });
      return z.NEVER;
    }
    const price = { input: values.OPENAI_PRICE_INPUT, output: values.OPENAI_PRICE_OUTPUT };
    return { model: model ?? DEFAULT_MODEL, price, ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) };
  });

export const openAiModels: ModelKind<Omit<ChatSettings, 'timeoutMs'>> = {
  environment: environmentSchema,
  create: (settings, terms) => createOpenAiProvider({ ...settings, ...terms }),
};
