import { type Mergeable, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { createTurns, type Turns } from '@inbetwin/shared/timing/turns.ts';
import type { Workspace } from './workspace-database.ts';

const MOST_DOCUMENTS = 200;
const MOST_STATES = 20;

/**
 * What the person in this window made of a document. A second act may come before the screen shows the first one: it is one of
 * the same person, who knows what they have just done.
 */
type KnownStates = {
  /** One write of the document after the other. */
  readonly inTurn: Turns;
  /** The state that this person made of the one that is shown, if they did; nothing of what others did since is in it. */
  latest<T extends Mergeable>(shown: T): T;
  learn(shown: Mergeable, made: Mergeable): void;
};

const known = new WeakMap<Workspace, Map<string, KnownStates>>();

export const knownStatesOf = (workspace: Workspace, key: string): KnownStates => {
  const documents = known.get(workspace) ?? new Map<string, KnownStates>();
  known.set(workspace, documents);
  const states = documents.get(key) ?? createKnownStates();
  documents.delete(key);
  documents.set(key, states);
  dropOldest(documents, MOST_DOCUMENTS);
  return states;
};

const createKnownStates = (): KnownStates => {
  const made = new Map<string, Mergeable>();
  const latest = <T extends Mergeable>(shown: T): T => {
    const next = made.get(nameOf(shown));
    // A state of the same document.
    return next && next !== shown ? latest(next as T) : shown;
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

/** States with the same version vector are the same. */
const nameOf = (state: Mergeable): string =>
  JSON.stringify(Object.entries(seenOf(state)).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const dropOldest = (map: Map<string, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
};
