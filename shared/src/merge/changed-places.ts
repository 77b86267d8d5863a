import type { Policies, Policy } from '../entities/declaring/merge-policy.ts';
import { elementsOf, type Fields, isFields } from './mergeable.ts';
import { pointerTo } from './pointer.ts';
import { isSameValue } from './same-state.ts';

type Change = { readonly before: unknown; readonly after: unknown };

/** Returns pointers to the stamped fields and elements that differ. */
export const changedPlaces = (policies: Policies, { before, after }: Change, path = ''): readonly string[] =>
  Object.entries(policies).flatMap(([name, policy]) => {
    const change = { before: fieldOf(before, name), after: fieldOf(after, name) };
    return isSameValue(change.before, change.after) ? [] : placesOf(policy, change, pointerTo(path, name));
  });

/** Returns pointers to the stamped fields that the document does not have. */
export const absentPlaces = (policies: Policies, document: unknown, path = ''): readonly string[] =>
  Object.entries(policies).flatMap(([name, policy]) => {
    const [place, value] = [pointerTo(path, name), fieldOf(document, name)];
    if (typeof policy === 'string') return isStamped(policy) && value === undefined ? [place] : [];
    return 'fields' in policy ? absentPlaces(policy.fields, value, place) : [];
  });

/** Returns pointers to the lists whose elements are merged by id. */
export const listsIn = (policies: Policies, path = ''): readonly string[] =>
  Object.entries(policies).flatMap(([name, policy]) => {
    if (typeof policy === 'string') return [];
    const place = pointerTo(path, name);
    return 'fields' in policy ? listsIn(policy.fields, place) : [place];
  });

const fieldOf = (value: unknown, name: string): unknown => (isFields(value) ? value[name] : undefined);

const placesOf = (policy: Policy, change: Change, path: string): readonly string[] => {
  if (typeof policy === 'string') return isStamped(policy) ? [path] : [];
  return 'fields' in policy
    ? changedPlaces(policy.fields, change, path)
    : changedElements(policy.listById, change, path);
};

const isStamped = (policy: Exclude<Policy, object>): boolean =>
  policy !== 'server' && policy !== 'immutable' && policy !== 'max';

/** An added or removed element is one place; in an element that stayed, each changed field is a place. */
const changedElements = (policies: Policies, { before, after }: Change, path: string): readonly string[] => {
  const [known, present] = [byId(before), byId(after)];
  return [...new Set([...known.keys(), ...present.keys()])].flatMap((id) => {
    const [was, is] = [known.get(id), present.get(id)];
    const place = pointerTo(path, id);
    return was && is ? changedPlaces(policies, { before: was, after: is }, place) : [place];
  });
};

const byId = (list: unknown): ReadonlyMap<string, Fields> =>
  new Map(elementsOf(list).map((element) => [element.id, element]));
