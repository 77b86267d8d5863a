import { openAiEmbedderKind } from '../openai/embedder-kind.ts';
import type { EmbedderKind } from './embedder-kind.ts';

/**
 * All kinds of embedders. Without a configured one, an index learns an embedder from its own passages (`search/vectors/learned-embedder`).
 */
export const embedderKinds = {
  openai: openAiEmbedderKind,
} as const satisfies Record<string, EmbedderKind>;

export type EmbedderKindName = keyof typeof embedderKinds;
export const embedderKindNames = Object.keys(embedderKinds) as EmbedderKindName[];
