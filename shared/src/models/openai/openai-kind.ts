import { z } from 'zod';
import { addressSchema, isLoopback, secretSchema } from '../endpoint-fields.ts';
import { defineProvider } from '../provider-kind.ts';
import { createChat } from './chat.ts';
import { createOpenAiEndpoint, type EndpointWords } from './client.ts';

const settingsSchema = z.strictObject({
  /** Any endpoint that speaks the OpenAI protocol: vLLM, Ollama, llama.cpp. */
  baseUrl: addressSchema.optional(),
  /** Endpoints on the operator's own machine need no key. */
  apiKey: secretSchema.optional(),
});

const DEFAULT_MODEL = 'gpt-4.1-mini';

const list = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

/** One value for all models, or one for each in order. */
const pricesSchema = z
  .string()
  .default('0')
  .transform((text) => list(text).map((price) => (price === '' ? Number.NaN : Number(price))))
  .refine((prices) => prices.every((price) => price >= 0), 'must be a number that is 0 or more, or several');

/** A key or an address enables the endpoint; a private address (Ollama, vLLM) needs no key but a model's name. */
const environmentSchema = z
  .object({
    OPENAI_API_KEY: secretSchema.optional(),
    OPENAI_BASE_URL: addressSchema.optional(),
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
    const models = names.map((name, at) => ({
      name,
      price: { input: priceOf(values.OPENAI_PRICE_INPUT, at), output: priceOf(values.OPENAI_PRICE_OUTPUT, at) },
    }));
    return { settings: { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) }, models };
  });

/** Chat models that speak the OpenAI protocol. */
export const openAiKind = defineProvider({
  settings: settingsSchema,
  // Only what this client supports of the protocol.
  can: ['tools', 'streaming'],
  isLocal: ({ baseUrl }) => baseUrl !== undefined && isLoopback(baseUrl),
  environment: {
    schema: environmentSchema,
    variables: { baseUrl: 'OPENAI_BASE_URL', apiKey: 'OPENAI_API_KEY', model: 'OPENAI_MODEL' },
  },
  connect: (settings, { timeoutMs, fieldName, fetch }) => {
    const words: EndpointWords = {
      name: 'The model',
      fieldName,
      refused: {
        code: 'model.refused',
        hint: `Check that ${fieldName('model')} can call tools and take texts of this length.`,
      },
    };
    const endpoint = createOpenAiEndpoint({ ...settings, timeoutMs, fetch }, words);
    return ({ name, price }) => ({
      name,
      complete: createChat(endpoint, { model: name, price, timeoutMs, words }),
    });
  },
});
