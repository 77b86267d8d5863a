import type { Policies, Policy } from '@inbetwin/shared/entities/declaring/merge-policy.ts';
import { elementsOf, type Fields, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';

type Copy = {
  readonly from: unknown;
  readonly into: unknown;
  /** Pointers to fields and elements, as `changedPlaces` returns them. */
  readonly places: ReadonlySet<string>;
};

/** Returns `into` with the values of `from` at these places, and always for `max` fields, which have no stamps. */
export const copyPlaces = (policies: Policies, { from, into, places }: Copy, path = ''): Fields => {
  const [source, target] = [fieldsOf(from), fieldsOf(into)];
  const copied: { [field: string]: unknown } = { ...target };
  for (const [name, policy] of Object.entries(policies)) {
    const field = { from: source[name], into: target[name], places };
    const value = copyField(policy, field, pointerTo(path, name));
    if (value === undefined) delete copied[name];
    else copied[name] = value;
  }
  return copied;
};

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const copyField = (policy: Policy, { from, into, places }: Copy, path: string): unknown => {
  if (policy === 'max') return from ?? into;
  if (typeof policy === 'string') return places.has(path) ? from : into;
  if ('listById' in policy)
    return from || into ? copyElements(policy.listById, { from, into, places }, path) : undefined;
  const copied = copyPlaces(policy.fields, { from, into, places }, path);
  const isEmpty = Object.keys(copied).length === 0;
  return isEmpty && (from === undefined || into === undefined) ? undefined : copied;
};

const copyElements = (policies: Policies, { from, into, places }: Copy, path: string): readonly Fields[] => {
  const [sources, targets] = [byId(from), byId(into)];
  return [...new Set([...targets.keys(), ...sources.keys()])].flatMap((id): readonly Fields[] => {
    const [place, source, target] = [pointerTo(path, id), sources.get(id), targets.get(id)];
    if (places.has(place)) return source ? [source] : [];
    if (!target) return [];
    return [source ? { ...copyPlaces(policies, { from: source, into: target, places }, place), id } : target];
  });
};

const byId = (list: unknown): ReadonlyMap<string, Fields> =>
  new Map(elementsOf(list).map((element) => [element.id, element]));
