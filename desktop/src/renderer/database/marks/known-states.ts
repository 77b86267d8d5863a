import type { Seen } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { type Mergeable, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { includesSeen } from '@inbetwin/shared/merge/version-vector.ts';
import { createTurns, type Turns } from '@inbetwin/shared/timing/turns.ts';
import type { WorkspaceCollections } from '../workspace-collections.ts';

const MOST_DOCUMENTS = 200;
const MOST_STATES = 20;

/**
 * The states that the person in this window made of a document. A second action may be taken before the screen shows the result of the
 * first; it must count as made with knowledge of the first.
 */
type KnownStates = {
  /** Serializes the writes of the document. */
  readonly inTurn: Turns;
  /**
   * The state that this person made from the shown one, if any, without changes that others have made since. `seen` of the stored document
   * tells whether that state is part of it: a discarded change is not.
   */
  latest<T extends Mergeable>(shown: T, seen: Seen | undefined): T;
  learn(shown: Mergeable, made: Mergeable): void;
};

const known = new WeakMap<WorkspaceCollections, Map<string, KnownStates>>();

/** The known states of one document of a workspace; those of the least recently used documents are dropped. */
export const knownStatesOf = (collections: WorkspaceCollections, key: string): KnownStates => {
  const documents = known.get(collections) ?? new Map<string, KnownStates>();
  known.set(collections, documents);
  const states = documents.get(key) ?? createKnownStates();
  documents.delete(key);
  documents.set(key, states);
  dropOldest(documents, MOST_DOCUMENTS);
  return states;
};

const createKnownStates = (): KnownStates => {
  const made = new Map<string, Mergeable>();
  const latest = <T extends Mergeable>(shown: T, seen: Seen | undefined): T => {
    const next = made.get(nameOf(shown));
    if (!next || next === shown || (seen && !includesSeen(seen, seenOf(next)))) return shown;
    // It is a state of the same document.
    return latest(next as T, seen);
  };
  return {
    inTurn: createTurns(),
    latest,
    learn: (shown, state) => {
      if (nameOf(shown) === nameOf(state)) return;
      made.set(nameOf(shown), state);
      dropOldest(made, MOST_STATES);
    },
  };
};

/** Identifies a state; states with equal version vectors are equal. */
const nameOf = (state: Mergeable): string =>
  JSON.stringify(Object.entries(seenOf(state)).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const dropOldest = (map: Map<string, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
};
