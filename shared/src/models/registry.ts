import { noModelKind } from './no-model/no-model-kind.ts';
import { openAiKind } from './openai/openai-kind.ts';
import type { ProviderKind } from './provider-kind.ts';

/** All kinds of providers. */
export const providerKinds = {
  openai: openAiKind,
  'no-model': noModelKind,
} as const satisfies Record<string, ProviderKind>;

export type ProviderKindName = keyof typeof providerKinds;
export const providerKindNames = Object.keys(providerKinds) as ProviderKindName[];
