import { type FallbackOptions, withFallback } from './fallback.ts';
import type { ModelProvider } from './model.ts';
import { createNoModelProvider } from './no-model/no-model.ts';
import { createOpenAiProvider } from './openai.ts';

/** Every kind of model that can be configured, a line each, in the order they are asked. */
export const modelProviders = {
  openai: createOpenAiProvider,
};

type ModelSettings = {
  readonly [K in keyof typeof modelProviders]?: Parameters<(typeof modelProviders)[K]>[0] | undefined;
};

/** The configured models as one that always answers: behind the last of them stand the rules. */
export const createModelRoute = (settings: ModelSettings, options: FallbackOptions): ModelProvider => {
  const configured = [settings.openai && modelProviders.openai(settings.openai)];
  return configured.reduceRight<ModelProvider>(
    (fallback, provider) => (provider ? withFallback(provider, fallback, options) : fallback),
    createNoModelProvider(),
  );
};
