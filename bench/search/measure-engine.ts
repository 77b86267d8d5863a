import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Mode } from './bench-engine.ts';
import type { EngineName } from './engine-room.ts';
import type { OpenRoom } from './room.ts';

/** The number of passages and queries, and the kind of search. */
export type Load = { readonly passages: number; readonly mode: Mode; readonly queries: number };

/** Times are in milliseconds; `heap` is in bytes above that of an empty room. */
export type Found = {
  readonly build: number;
  readonly heap: number;
  readonly p50: number;
  readonly p95: number;
  /** Only for full-text search. */
  readonly restore?: number;
};

/** Measures one engine alone in a room: filling, memory, queries, and restoring its serialized form. */
export const measureEngine = async (
  open: OpenRoom,
  engine: EngineName,
  { passages, mode, queries }: Load,
): Promise<Found> => {
  const room = await open();
  const empty = await room.heap();
  const [build] = await room.run({ do: 'fill', engine, mode, passages });
  const heap = (await room.heap()) - empty;
  const times = await room.run({ do: 'ask', queries });
  const [restore] = mode === 'full-text' ? await room.run({ do: 'restore' }) : [];
  await room.close();
  if (build === undefined) throw new Error(`${engine} did not say how long it took.`);
  const found = { build, heap, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
  return restore === undefined ? found : { ...found, restore };
};
