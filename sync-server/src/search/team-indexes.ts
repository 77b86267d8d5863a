import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import {
  createSearchIndex,
  type OwnSearchIndex,
  restoreSearchIndex,
  type SearchIndexOptions,
} from '@inbetwin/shared/search/create-search-index.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import { createSharedQueries } from './shared-queries.ts';
import { readSnapshot, writeSnapshot } from './snapshots/saved-index.ts';
import type { Begun, EmbedderDescription, SearchCommand } from './threads/search-protocol.ts';

/** The index that answers and the newest one, which is being filled; usually they are the same. */
type TeamIndex = { readonly answering: OwnSearchIndex; readonly filled: OwnSearchIndex };
type Command<Method> = Extract<SearchCommand, { readonly method: Method }>;

/**
 * How long the old index keeps answering while the new one lacks vectors. It is limited because most vectors are cached and the endpoint
 * may be down.
 */
const PUBLISH_WAIT = 15_000;
/**
 * How long the first queries of an index wait for its vectors, which no snapshot contains. Those of a usual team are learned in less time;
 * without them, only words are found.
 */
const FIRST_WAIT = 1000;
/** How long a write may delay queries, in milliseconds. */
const SLICE = 20;

/** Size of the cache of recent results, across all teams. */
const KEPT_CHARACTERS = 8_000_000;

/** Runs commands against the indexes of this thread. */
export type TeamIndexes = {
  /** `signal` aborts when nobody waits for the result of a query anymore. */
  run(teamId: string, command: SearchCommand, signal: AbortSignal): Promise<unknown>;
};

/** Returns the options of an index with this embedder. */
export type OpenEmbedder = (teamId: string, embedder: EmbedderDescription | 'builtin') => SearchIndexOptions;

/** Creates the indexes of the teams of this thread on demand. `blobs` is the store of their snapshots. */
export const createTeamIndexes = (openEmbedder: OpenEmbedder, blobs?: BlobStore): TeamIndexes => {
  const teams = new Map<string, TeamIndex>();
  const ask = createAsking();

  const begin = async (teamId: string, { embedder, snapshot }: Command<'begin'>): Promise<Begun> => {
    const options = openEmbedder(teamId, embedder);
    const { saved, refused } = blobs && snapshot ? await restore(blobs, { teamId, ...snapshot }, options) : {};
    const filled = saved?.index ?? createSearchIndex(options);
    const before = teams.get(teamId);
    if (before && before.filled !== before.answering) before.filled.close();
    teams.set(teamId, { filled, answering: before?.answering ?? filled });
    return { sequence: saved?.sequence, refused };
  };

  const publish = async (teamId: string, { answering, filled }: TeamIndex): Promise<void> => {
    const isFirst = answering === filled;
    await Promise.race([filled.embedded(), sleep(isFirst ? FIRST_WAIT : PUBLISH_WAIT)]);
    if (isFirst) return;
    if (teams.get(teamId)?.filled !== filled) return;
    teams.set(teamId, { filled, answering: filled });
    answering.close();
  };

  const drop = (teamId: string): void => {
    const { answering, filled } = teams.get(teamId) ?? {};
    answering?.close();
    filled?.close();
    teams.delete(teamId);
  };

  const indexOf = (teamId: string): TeamIndex => {
    const index = teams.get(teamId);
    if (!index) throw new Error(`Nothing was begun for the team ${teamId}`);
    return index;
  };

  return {
    run: async (teamId, command, signal) => {
      if (command.method === 'begin') return begin(teamId, command);
      if (command.method === 'drop') return drop(teamId);
      const index = indexOf(teamId);
      const { answering, filled } = index;
      switch (command.method) {
        case 'publish':
          return publish(teamId, index);
        case 'put':
          return put(filled, command.passages);
        case 'remove':
          return filled.remove(command.passageIds);
        case 'save':
          return blobs && save(blobs, { teamId, index: filled }, command);
        case 'size':
          return answering.bytes() + (answering === filled ? 0 : filled.bytes());
        case 'search':
        case 'answer':
          return ask(answering, command, signal);
        case 'count':
          return answering.count();
      }
    },
  };
};

/** Answers equal queries of an index in the same state once. */
const createAsking = () => {
  const queries = createSharedQueries({ characters: KEPT_CHARACTERS });
  const numbers = new WeakMap<OwnSearchIndex, number>();
  let lastNumber = 0;
  const numberOf = (index: OwnSearchIndex): number => {
    const number = numbers.get(index) ?? ++lastNumber;
    numbers.set(index, number);
    return number;
  };
  return (index: OwnSearchIndex, command: Command<'search' | 'answer'>, signal: AbortSignal): Promise<unknown> => {
    const { validAt, ...filter } = command.options?.filter ?? {};
    const options = { ...command.options, filter };
    return queries.ask({
      key: JSON.stringify([numberOf(index), index.state(validAt), { ...command, options }]),
      signal,
      run: (own) => answerQuery(index, command, own),
    });
  };
};

const answerQuery = async (index: OwnSearchIndex, command: Command<'search' | 'answer'>, signal: AbortSignal) =>
  command.method === 'search'
    ? index.search(command.query, command.limit, { ...command.options, signal })
    : index.answer(command.question, { ...command.options, signal });

const put = async (index: OwnSearchIndex, passages: readonly IndexedPassage[]): Promise<void> => {
  const breathe = createBreath(SLICE, new AbortController().signal);
  for (const passage of passages) {
    await index.put([passage]);
    await breathe();
  }
};

type TeamOwnIndex = { readonly teamId: string; readonly index: OwnSearchIndex };

/** Saves the state at the time of the call; later changes are not included. A team without knowledge leaves nothing behind. */
const save = async (
  blobs: BlobStore,
  { teamId, index }: TeamOwnIndex,
  { origin, sequence }: Command<'save'>,
): Promise<string | undefined> => {
  const snapshot = index.save();
  if (snapshot.passages.every((passage) => passage === undefined)) return undefined;
  return writeSnapshot(blobs, teamId, { origin, sequence, snapshot });
};

type Restored = {
  readonly saved?: { readonly index: OwnSearchIndex; readonly sequence: string };
  readonly refused?: string;
};

type Snapshot = NonNullable<Command<'begin'>['snapshot']> & { readonly teamId: string };

const restore = async (blobs: BlobStore, snapshot: Snapshot, options: SearchIndexOptions): Promise<Restored> => {
  try {
    const saved = await readSnapshot(blobs, snapshot);
    if (!saved) return {};
    const index = restoreSearchIndex(saved.snapshot, options);
    return index ? { saved: { index, sequence: saved.sequence } } : { refused: 'another version wrote it' };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
};
