import { deepEqual } from 'rxdb/plugins/utils';

/** A document as it travels; a deleted one may hold nothing but its id. */
export type Mergeable = { readonly [field: string]: unknown; readonly id: string; readonly _deleted: boolean };

/**
 * What becomes of a field that both sides changed. Lists of objects with an `id` merge element by element and plain
 * objects field by field, unless a policy says otherwise.
 * - `last-writer` (the default): the side with the newer `updatedAt`
 * - `max`: of two numbers
 * - `remote`: the server's, which devices must not change
 */
export type FieldPolicy = 'last-writer' | 'max' | 'remote';
export type MergePolicy = { readonly [field: string]: FieldPolicy };

type Sides = { readonly base: Mergeable | undefined; readonly local: Mergeable; readonly remote: Mergeable };

/**
 * Three-way merge: what one side alone changed since `base` is kept. But for the order within lists, the result is the
 * same whichever side merges. A deletion against an edit keeps the edit. Without a base every difference counts as changed by both.
 */
export const mergeDocuments = ({ base, local, remote }: Sides, policy: MergePolicy = {}): Mergeable => {
  if (local._deleted && remote._deleted) return remote;
  if (remote._deleted) return isChanged(base, local) ? { ...local, _deleted: false } : remote;
  if (local._deleted) return isChanged(base, remote) ? { ...remote, _deleted: false } : local;
  const localIsNewer = isNewer(local, remote);
  const fields = mergeFields({ base: base ?? {}, local, remote }, { policy, localIsNewer });
  return { ...fields, id: remote.id, _deleted: false };
};

/** Tombstones are equal whatever they still hold. */
export const isSameState = (a: Mergeable, b: Mergeable): boolean =>
  a._deleted && b._deleted ? a.id === b.id : deepEqual(a, b);

const isChanged = (base: Mergeable | undefined, side: Mergeable): boolean => !base || !isSameState(base, side);

type Fields = { readonly [field: string]: unknown };
type Rules = { readonly policy: MergePolicy; readonly localIsNewer: boolean };
type Three<T> = { readonly base: unknown; readonly local: T; readonly remote: T };

const mergeFields = (sides: { base: Fields; local: Fields; remote: Fields }, rules: Rules): Fields => {
  const { base, local, remote } = sides;
  const names = new Set([...Object.keys(remote), ...Object.keys(local)]);
  const merged: { [field: string]: unknown } = {};
  for (const name of names) {
    const policy = rules.policy[name];
    const value = mergeValues({ base: base[name], local: local[name], remote: remote[name] }, rules, policy);
    if (value !== undefined) merged[name] = value;
  }
  return merged;
};

const mergeValues = (sides: Three<unknown>, rules: Rules, policy?: FieldPolicy): unknown => {
  const { base, local, remote } = sides;
  if (policy === 'remote') return remote;
  if (deepEqual(local, remote) || deepEqual(base, local)) return remote;
  if (deepEqual(base, remote)) return local;
  if (policy === 'max' && isNumber(local) && isNumber(remote)) return Math.max(local, remote);
  if (policy !== 'last-writer' && isListById(local) && isListById(remote)) {
    return mergeLists({ base, local, remote }, rules);
  }
  if (policy === undefined && isFields(local) && isFields(remote)) {
    return mergeFields({ base: isFields(base) ? base : {}, local, remote }, { ...rules, policy: {} });
  }
  return rules.localIsNewer ? local : remote;
};

type Element = Fields & { readonly id: string };

/** In the server's order, what this side added behind. An element that one side removed and the other edited stays. */
const mergeLists = ({ base, local, remote }: Three<readonly Element[]>, rules: Rules): readonly Element[] => {
  const bases = byId(isListById(base) ? base : []);
  const locals = byId(local);
  const remotes = byId(remote);
  const ids = new Set([...remotes.keys(), ...[...locals.keys()].sort()]);
  return [...ids].flatMap((id) => {
    const sides = { base: bases.get(id), local: locals.get(id), remote: remotes.get(id) };
    const merged = mergeElement(sides, rules);
    return merged ? [merged] : [];
  });
};

const mergeElement = (sides: Three<Element | undefined>, rules: Rules): Element | undefined => {
  const { base, local, remote } = sides;
  if (local && remote) {
    const fields = mergeFields({ base: isFields(base) ? base : {}, local, remote }, { ...rules, policy: {} });
    return { ...fields, id: remote.id };
  }
  const kept = local ?? remote;
  return deepEqual(base, kept) ? undefined : kept;
};

const byId = (list: readonly Element[]): Map<string, Element> => new Map(list.map((element) => [element.id, element]));

/** Decided by the documents alone, so that every device decides alike. */
const isNewer = (local: Mergeable, remote: Mergeable): boolean => {
  const [mine, theirs] = [local.updatedAt, remote.updatedAt];
  if (isNumber(mine) && isNumber(theirs) && mine !== theirs) return mine > theirs;
  return canonical(local) > canonical(remote);
};

/** JSON with sorted names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isFields(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );

const isNumber = (value: unknown): value is number => typeof value === 'number';

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListById = (value: unknown): value is readonly Element[] =>
  Array.isArray(value) && value.every((element) => isFields(element) && typeof element.id === 'string');
