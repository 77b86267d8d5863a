import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useLive } from '../../workspace/live/use-live.ts';

/** All sources, most recently changed first; undefined before the first result. */
export const useSources = (): readonly Source[] | undefined =>
  useLive(({ collections }) => collections.sources.find({ sort: [{ updatedAt: 'asc' }] }), [])?.toReversed();

/** The products that sources are about, by name. */
export const productsOf = (sources: readonly Source[] | undefined): readonly string[] =>
  [...new Set(sources?.flatMap(({ product }) => product ?? []))].sort((a, b) => a.localeCompare(b));
