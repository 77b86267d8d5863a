import type { Entity } from '../entities/declaring/define-entity.ts';
import type { Change, Seen, Stamp } from '../entities/declaring/sync-fields.ts';
import { type CollectionName, entities } from '../entities/registry.ts';
import { nodeOf, ofNode } from './hybrid-clock.ts';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';
import { isSameValue } from './same-state.ts';
import { SERVER_NODE } from './stamp.ts';
import { covers, joinSeen, joinStamps, timesOf } from './version-vector.ts';

/** States of one document that were written without knowing each other, and the one that they all began from, if it is known. */
export type Branches = {
  readonly base?: Mergeable | undefined;
  readonly versions: readonly [Mergeable, ...Mergeable[]];
};

/**
 * Merges states that a replicated store took over one another, such as conflicting revisions of CouchDB. The result is the same whoever
 * merges them, and contains every change of each; where both changed what only the server sets, the first version counts.
 *
 * All server processes write under one node id, which is safe only as long as one of two writes over the same state is refused. Here none
 * was, so the server's changes since the base are attributed to nodes of their own for each branch: otherwise a branch would seem to know the other's.
 */
export const mergeBranches = (name: CollectionName, { base, versions }: Branches): Mergeable => {
  const taken = new Set<string>();
  const branches = versions.map((version) => nameBranch(version, { base, versions, taken }));
  const [first, ...others] = branches;
  return others.reduce(
    (merged, branch) =>
      mergeDocuments(name, { base, local: branch, remote: takeServerFields(name, { base, branch, merged }) }),
    first ?? versions[0],
  );
};

type Server = { readonly base: Mergeable | undefined; readonly branch: Mergeable; readonly merged: Mergeable };

/** Fields that the server sets have no stamps: the base shows which branch changed one. */
const takeServerFields = (name: CollectionName, { base, branch, merged }: Server): Mergeable => {
  const { merge = {} }: Entity = entities[name];
  if (!base || branch._deleted || merged._deleted) return merged;
  const changed = Object.keys(merge).filter(
    (field) =>
      merge[field] === 'server' && isSameValue(merged[field], base[field]) && !isSameValue(branch[field], base[field]),
  );
  return { ...merged, ...Object.fromEntries(changed.map((field) => [field, branch[field]])) };
};

type Naming = Branches & { readonly taken: Set<string> };

const isServers = (node: string): boolean => node === SERVER_NODE || node.startsWith(`${SERVER_NODE}.`);

/** Attributes what the server changed in this version only to nodes that no other version has. */
const nameBranch = (version: Mergeable, naming: Naming): Mergeable => {
  const { base, versions } = naming;
  const isNews = ({ at }: Change): boolean => isServers(nodeOf(at)) && !isCommon(at, { base, versions });
  const news = timesIn(version).filter((at) => isNews({ at, by: '' }));
  if (news.length === 0 && isSameValue(serversIn(seenOf(version)), serversIn(commonSeen(naming)))) return version;
  const nodes = nameNodes(news, naming);
  const renamed = (at: string): string => ofNode(at, nodes.get(nodeOf(at)) ?? nodeOf(at));
  const rename = ({ also = [], ...stamp }: Stamp): Stamp => {
    const [first, ...others] = [stamp, ...also].map((change) =>
      isNews(change) ? { ...change, at: renamed(change.at) } : change,
    );
    return others.reduce<Stamp>(joinStamps, first ?? stamp);
  };
  const others = Object.entries(seenOf(version)).filter(([each]) => !isServers(each));
  const own = news.map(renamed).reduce<Seen>((seen, at) => joinSeen(seen, { [nodeOf(at)]: at }), {});
  return withBookkeeping(version, {
    edits: Object.fromEntries(Object.entries(editsOf(version)).map(([path, stamp]) => [path, rename(stamp)])),
    seen: joinSeen({ ...Object.fromEntries(others), ...serversIn(commonSeen(naming)) }, own),
    conflicts: conflictsOf(version).map(({ id: _, path, value, deleted, ...stamp }) => {
      const named = rename(stamp);
      const kept = { ...(value !== undefined && { value }), ...(deleted !== undefined && { deleted }) };
      return { id: `${path}@${named.at}`, path, ...kept, ...named };
    }),
  });
};

/**
 * A version that was merged before has changes of several branches, which may have been made at the same time: each keeps a node of its own.
 */
const nameNodes = (news: readonly string[], naming: Naming): ReadonlyMap<string, string> => {
  const nodes = new Map<string, string>();
  for (const former of [...new Set(news.map(nodeOf))].sort()) {
    const node = freeNode(naming);
    naming.taken.add(node);
    nodes.set(former, node);
  }
  return nodes;
};

const timesIn = (document: Mergeable): readonly string[] =>
  [...Object.values(editsOf(document)), ...conflictsOf(document)].flatMap(timesOf);

const serversIn = (seen: Seen): Seen => Object.fromEntries(Object.entries(seen).filter(([node]) => isServers(node)));

/** Whether all versions have this change. Without a base only what all of them show is certain. */
const isCommon = (at: string, { base, versions }: Branches): boolean =>
  base ? covers(seenOf(base), at) : versions.every((version) => timesIn(version).includes(at));

/** What all versions know of the server's changes. */
const commonSeen = ({ base, versions }: Branches): Seen => {
  if (base) return seenOf(base);
  const common = timesIn(versions[0]).filter((at) => isCommon(at, { base, versions }));
  return common.reduce<Seen>((seen, at) => joinSeen(seen, { [nodeOf(at)]: at }), {});
};

/** The first variant of the server's node id under which nothing was written since the base, so that few are ever used. */
const freeNode = ({ base, versions, taken }: Naming): string => {
  for (let number = 1; ; number++) {
    const node = `${SERVER_NODE}.${number}`;
    const known = base && seenOf(base)[node];
    if (!taken.has(node) && versions.every((version) => seenOf(version)[node] === known)) return node;
  }
};
