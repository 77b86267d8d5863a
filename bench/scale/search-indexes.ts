import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createLogger } from '@inbetwin/sync-server/http/machinery/logger.ts';
import { createTeamSearches, type TeamSearches } from '@inbetwin/sync-server/search/team-search.ts';
import type { BlobPlace } from '@inbetwin/sync-server/store/blobs/blob-place.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { createCorpus } from '../search/corpus.ts';
import { waitUntil } from '../stage/wait-until.ts';
import { openPlace, openStoreOf, type Place } from './open-place.ts';
import { nameCount } from './open-teams.ts';

const SIZES = [1_000, 10_000, 100_000];
const PAGE = 1_000;
/** Passages per source. */
const SOURCE = 50;
const SAVE_LIMIT_MS = 120_000;

const TEAMS = 200;
const TEAM_PASSAGES = 500;
const BOUND_MB = 100;
const MB = 1024 * 1024;

/**
 * What it costs that search indexes are loaded when they are needed: the time until a first query is answered, from a
 * snapshot and without one, how long that blocks the server's main thread, and what many teams that search in turn take
 * up when their memory is bounded.
 */
export const searchIndexes = async function* (stage: Stage): AsyncIterable<Measurement> {
  const place = await openPlace(stage, 'search-indexes');
  const store = openStoreOf(stage, place);
  for (const size of SIZES) yield* measureLoading(stage, { place, store, size });
  yield* measureMany(stage, { place, store });
};

type Loading = { readonly place: Place; readonly store: DocumentStore; readonly size: number };

async function* measureLoading(stage: Stage, { place, store, size }: Loading): AsyncIterable<Measurement> {
  const team = `load-${size}`;
  stage.progress(`storing ${size} passages`);
  await storePassages(store, team, size);
  const built = await firstQuery(stage, { place, store, team });
  const loaded = await firstQuery(stage, { place, store, team });
  const name = `search-load-${nameCount(size)}`;
  yield { name, unit: 'ms', value: loaded.ms, peer: { name: 'without-snapshot', value: built.ms } };
  yield {
    name: `${name}-blocked`,
    unit: 'ms',
    value: loaded.blocked,
    peer: { name: 'without-snapshot', value: built.blocked },
  };
}

type Query = { readonly place: Place; readonly store: DocumentStore; readonly team: string };

/** Loads the index as after a start of the server, and saves it in the end. */
const firstQuery = async (stage: Stage, { place, store, team }: Query) => {
  const searches = openSearches(place, store);
  const text = query();
  const search = searches.open(team, () => openTeamDocuments(store, team).passages.stored);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await search.settled();
  await search.index.search(text, 10);
  const ms = performance.now() - began;
  await waitUntil(async () => (await store.collection('server/search-snapshots').get(team)) !== undefined, {
    what: 'the index to be saved',
    everyMs: 100,
    limitMs: SAVE_LIMIT_MS,
  });
  delay.disable();
  await searches.close();
  const blocked = delay.max / 1e6;
  stage.progress(
    `${team}: first query after ${Math.round(ms)} ms, main thread blocked for ${Math.round(blocked)} ms at most`,
  );
  return { ms, blocked };
};

async function* measureMany(stage: Stage, { place, store }: Omit<Loading, 'size'>): AsyncIterable<Measurement> {
  stage.progress(`storing ${TEAM_PASSAGES} passages for each of ${TEAMS} teams`);
  const teams = Array.from({ length: TEAMS }, (_, at) => `many-${at}`);
  for (const team of teams) await storePassages(store, team, TEAM_PASSAGES);
  const before = process.memoryUsage().rss;
  const searches = openSearches(place, store, BOUND_MB * MB);
  const text = query();
  for (const team of teams) {
    await searches.open(team, () => openTeamDocuments(store, team).passages.stored).index.search(text, 10);
  }
  stage.progress(`${TEAMS} teams queried in turn: ${searches.loaded().length} indexes loaded`);
  yield {
    name: 'search-200-teams-memory',
    unit: 'MB',
    value: (process.memoryUsage().rss - before) / MB,
    peer: { name: 'bound', value: BOUND_MB },
  };
  yield { name: 'search-200-teams-loaded', unit: 'indexes', value: searches.loaded().length };
  await searches.close();
}

const openSearches = (place: Place, store: DocumentStore, bytes?: number): TeamSearches => {
  const snapshots: BlobPlace = place.couch
    ? { couch: { ...place.couch, kind: 'search' } }
    : { folder: `${place.folder}/snapshots` };
  const limits = bytes === undefined ? {} : { bytes };
  return createTeamSearches({ log: createLogger('warn'), snapshots: { place: snapshots, store }, limits });
};

const query = (): string => createCorpus(2).queries(1)[0] ?? '';

const storePassages = async (store: DocumentStore, team: string, count: number): Promise<void> => {
  const { passages } = openTeamDocuments(store, team);
  const corpus = createCorpus(count);
  for (let from = 0; from < count; from += PAGE) {
    const texts = corpus.passages(Math.min(PAGE, count - from));
    await passages.insertMany(texts.map(({ text, language }, at) => passageAt(from + at, text, language)));
  }
};

const passageAt = (at: number, text: string, language: Passage['language']): Passage => {
  const sourceId = `source:${Math.floor(at / SOURCE)}`;
  const position = at % SOURCE;
  const place = { id: `${sourceId}:${position}`, sourceId, position, start: 0, end: text.length };
  return { ...place, title: `Part ${position}`, text, language, updatedAt: at };
};
