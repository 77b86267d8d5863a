import { z } from 'zod';
import { defineEmbedder } from '../embedders/embedder-kind.ts';
import { addressSchema, secretSchema } from '../endpoint-fields.ts';
import { createOpenAiEmbedder, dimensionsOf } from './embedder.ts';

const settingsSchema = z
  .strictObject({ baseUrl: addressSchema.optional(), apiKey: secretSchema.optional() })
  .refine(({ baseUrl, apiKey }) => baseUrl || apiKey, { message: 'must be set, or baseUrl', path: ['apiKey'] });

/** A model's name enables it; it never uses the chat model's key, which may belong to a different company. */
const environmentSchema = z
  .object({
    EMBEDDINGS_MODEL: z.string().min(1).optional(),
    EMBEDDINGS_BASE_URL: addressSchema.optional(),
    EMBEDDINGS_API_KEY: secretSchema.optional(),
    EMBEDDINGS_DIMENSIONS: z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(1, 'must be 1 to 8192')
      .max(8192, 'must be 1 to 8192')
      .optional(),
  })
  .transform((values, context) => {
    const { EMBEDDINGS_MODEL: model, EMBEDDINGS_BASE_URL: baseUrl, EMBEDDINGS_API_KEY: apiKey } = values;
    const dimensions = values.EMBEDDINGS_DIMENSIONS;
    const refuse = (variable: string, message: string) => {
      context.issues.push({ code: 'custom', message, path: [variable], input: values });
      return z.NEVER;
    };
    if (!model) {
      if (!baseUrl && !apiKey && !dimensions) return undefined;
      return refuse('EMBEDDINGS_MODEL', 'must name a model when another EMBEDDINGS setting is set');
    }
    if (!baseUrl && !apiKey) return refuse('EMBEDDINGS_API_KEY', 'must be set, or EMBEDDINGS_BASE_URL');
    return { model, dimensions, settings: { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) } };
  });

/** Embedding models that speak the OpenAI protocol. */
export const openAiEmbedderKind = defineEmbedder({
  settings: settingsSchema,
  dimensionsOf,
  environment: {
    schema: environmentSchema,
    variables: {
      model: 'EMBEDDINGS_MODEL',
      baseUrl: 'EMBEDDINGS_BASE_URL',
      apiKey: 'EMBEDDINGS_API_KEY',
      dimensions: 'EMBEDDINGS_DIMENSIONS',
    },
  },
  open: (settings, model, terms) => createOpenAiEmbedder({ ...settings, ...model, ...terms }),
});
