import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Mode } from './bench-engine.ts';
import type { EngineName } from './engine-room.ts';
import type { OpenRoom } from './room.ts';

export type Load = { readonly passages: number; readonly mode: Mode; readonly queries: number };

/** Milliseconds; `heap` is in bytes over those of an empty room. */
export type Found = {
  readonly build: number;
  readonly heap: number;
  readonly p50: number;
  readonly p95: number;
  /** Of words alone. */
  readonly restore?: number;
};

/** One engine alone in a room: filled, weighed, asked, and restored from what it saves. */
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
