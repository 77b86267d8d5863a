import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useLive } from '../../workspace/live/use-live.ts';

/** All materials, the latest change first; undefined before the first local answer. */
export const useSources = (): readonly Source[] | undefined =>
  useLive(({ collections }) => collections.sources.find({ sort: [{ updatedAt: 'asc' }] }), [])?.toReversed();

/** What the materials are about, by name. */
export const productsOf = (sources: readonly Source[] | undefined): readonly string[] =>
  [...new Set(sources?.flatMap(({ product }) => product ?? []))].sort((a, b) => a.localeCompare(b));
