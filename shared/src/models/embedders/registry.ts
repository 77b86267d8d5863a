import { openAiEmbedderKind } from '../openai/embedder-kind.ts';
import type { EmbedderKind } from './embedder-kind.ts';

/**
 * Every kind of embedder that can be configured, a line each. Without one an index uses the embedder that it learns from its own
 * passages (`search/vectors/learned-embedder`).
 */
export const embedderKinds = {
  openai: openAiEmbedderKind,
} as const satisfies Record<string, EmbedderKind>;

export type EmbedderKindName = keyof typeof embedderKinds;
export const embedderKindNames = Object.keys(embedderKinds) as EmbedderKindName[];
