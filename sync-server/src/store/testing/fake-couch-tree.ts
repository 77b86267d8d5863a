import { createHash } from 'node:crypto';
import type { Json } from './fake-couch-answer.ts';

/** One revision of a document with its content. */
export type Revision = {
  readonly rev: string;
  readonly deleted: boolean;
  readonly body: Json;
  readonly files: ReadonlyMap<string, Buffer>;
};

/** The revisions of one document, as far as a replica knows them. */
export type RevisionTree = ReturnType<typeof createRevisionTree>;

export const createRevisionTree = () => {
  /** Every revision that was ever stored, as before a compaction; of ancestors that came with another one only the name is known. */
  const stored = new Map<string, Revision>();
  const parents = new Map<string, string | undefined>();

  const history = (rev: string): readonly string[] => {
    const parent = parents.get(rev);
    return parent === undefined ? [rev] : [rev, ...history(parent)];
  };

  return {
    get: (rev: string): Revision | undefined => stored.get(rev),
    /** The names of a revision and its ancestors, newest first. */
    history,
    /** What nothing was written over, the one that CouchDB shows first. */
    leaves: (): readonly Revision[] => {
      const inner = new Set(parents.values());
      return [...stored.values()].filter(({ rev }) => !inner.has(rev)).sort((a, b) => compareLeaves(b, a));
    },
    /** Adds a revision under its ancestors. Returns whether it is new here. */
    add: (revision: Revision, ancestors: readonly string[]): boolean => {
      const path = [revision.rev, ...ancestors];
      for (const [at, rev] of path.entries()) if (!parents.get(rev)) parents.set(rev, path[at + 1]);
      if (stored.has(revision.rev)) return false;
      stored.set(revision.rev, revision);
      return true;
    },
  };
};

/** The name of a revision follows from its content and its parent, so replicas give the same one. */
export const nextRev = (parent: string | undefined, content: readonly unknown[]): string => {
  const depth = parent === undefined ? 1 : depthOf(parent) + 1;
  const text = JSON.stringify([parent, ...content]);
  return `${depth}-${createHash('md5').update(text).digest('hex')}`;
};

const depthOf = (rev: string): number => Number.parseInt(rev, 10);

/** The living before the deleted, then the deeper, then the greater: which leaf of a tree is shown. */
const compareLeaves = (a: Revision, b: Revision): number => {
  if (a.deleted !== b.deleted) return a.deleted ? -1 : 1;
  const depth = depthOf(a.rev) - depthOf(b.rev);
  return depth === 0 ? Number(a.rev > b.rev) - Number(a.rev < b.rev) : depth;
};
