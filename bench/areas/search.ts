import type { BenchArea, Measurement, Stage } from '../bench-area.ts';
import { chromiumRooms } from '../search/chromium-rooms.ts';
import type { EngineName } from '../search/engine-room.ts';
import { type Found, type Load, measureEngine } from '../search/measure-engine.ts';
import { nodeRooms } from '../search/node-rooms.ts';
import type { OpenRoom } from '../search/room.ts';

const small: Load = { passages: 10_000, mode: 'full-text', queries: 200 };
const large: Load = { passages: 50_000, mode: 'full-text', queries: 200 };
/** Fewer queries, because stock Orama is slow. */
const hybrid: Load = { passages: 50_000, mode: 'hybrid', queries: 100 };

/**
 * Our engine compared with others over the same generated passages of 40 to 80 words, with the same queries of 2 to 6
 * words, one at a time, each engine alone in a fresh Chromium worker or Node process. Peers use their own settings;
 * stock Orama has its stemmers and stop words enabled. Hybrid search uses vectors of 384 dimensions, which MiniSearch
 * and FlexSearch do not support.
 */
export const search: BenchArea = async function* (stage) {
  yield* measureIn('node', { stage, open: nodeRooms(stage) });
  yield* measureIn('chromium', { stage, open: await chromiumRooms(stage) });
};

type Place = { readonly stage: Stage; readonly open: OpenRoom };

async function* measureIn(where: string, { stage, open }: Place): AsyncIterable<Measurement> {
  const measure = async (load: Load, engine: EngineName): Promise<Found> => {
    const found = await measureEngine(open, engine, load);
    stage.progress(`${where}, ${load.passages} passages, ${load.mode}: ${engine} ${tell(load, found)}`);
    return found;
  };
  const measureAll = async (load: Load) => ({
    inbetwin: await measure(load, 'inbetwin'),
    orama: await measure(load, 'orama'),
    minisearch: await measure(load, 'minisearch'),
    flexsearch: await measure(load, 'flexsearch'),
  });

  const few = await measureAll(small);
  yield* rows(
    `fulltext-p95-10k-${where}`,
    'ms',
    everyone(few, ({ p95 }) => p95),
  );
  const many = await measureAll(large);
  yield* rows(
    `fulltext-p95-50k-${where}`,
    'ms',
    everyone(many, ({ p95 }) => p95),
  );
  yield* rows(
    `build-50k-${where}`,
    'ms',
    everyone(many, ({ build }) => build),
  );
  yield* rows(`restore-50k-${where}`, 'ms', {
    ...everyone(many, ({ restore }) => restore ?? Number.NaN),
    build: many.inbetwin.build,
  });
  const both = { inbetwin: await measure(hybrid, 'inbetwin'), orama: await measure(hybrid, 'orama') };
  yield* rows(`hybrid-p95-50k-${where}`, 'ms', { inbetwin: both.inbetwin.p95, orama: both.orama.p95 });
  yield* rows(`heap-50k-${where}`, 'MB', {
    inbetwin: megabytes(both.inbetwin),
    orama: megabytes(both.orama),
    'minisearch-no-vectors': megabytes(many.minisearch),
    'flexsearch-no-vectors': megabytes(many.flexsearch),
  });
}

const megabytes = ({ heap }: Found): number => heap / 1e6;

const tell = ({ queries }: Load, { build, heap, p50, p95, restore }: Found): string =>
  [
    `built in ${Math.round(build)} ms`,
    `${Math.round(heap / 1e6)} MB`,
    `${queries} queries p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
    ...(restore === undefined ? [] : [`restored in ${Math.round(restore)} ms`]),
  ].join(', ');

type ByEngine<T> = Readonly<Record<EngineName, T>>;

const everyone = (found: ByEngine<Found>, read: (one: Found) => number): ByEngine<number> => ({
  inbetwin: read(found.inbetwin),
  orama: read(found.orama),
  minisearch: read(found.minisearch),
  flexsearch: read(found.flexsearch),
});

type Values = Readonly<Record<string, number>> & { readonly inbetwin: number };

/** Yields one row for each peer, with ours beside it. */
function* rows(name: string, unit: string, { inbetwin, ...others }: Values): Iterable<Measurement> {
  for (const [peer, value] of Object.entries(others)) {
    yield { name, unit, value: inbetwin, peer: { name: peer, value } };
  }
}
