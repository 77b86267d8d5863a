import type { Policies, Policy } from '../entities/declaring/merge-policy.ts';
import { mergeList } from './merge-lists.ts';
import { mergeUnit } from './merge-unit.ts';
import { conflictsOf, editsOf, type Fields, isFields } from './mergeable.ts';
import { copyStampsWithin, type Merging, type Place, recordLost, recordStamp, stampAt } from './merging.ts';
import { pointerTo } from './pointer.ts';

const bookkeeping: ReadonlySet<string> = new Set(['id', '_deleted', 'edits', 'seen', 'conflicts']);

/** Merges the fields of an object that both sides have: the document, a nested object, or an element. */
export const mergeFields = (merging: Merging, place: Place, policies: Policies): Fields => {
  const [base, local, remote] = [fieldsOf(place.base), fieldsOf(place.local), fieldsOf(place.remote)];
  const merged: { [field: string]: unknown } = {};
  for (const name of new Set([...Object.keys(remote), ...Object.keys(policies), ...Object.keys(local)])) {
    if (place.path === '' && bookkeeping.has(name)) continue;
    const path = pointerTo(place.path, name);
    const field = { path, base: base[name], local: local[name], remote: remote[name] };
    const value = name === 'id' ? remote.id : mergeField(merging, field, policies[name]);
    if (value !== undefined) merged[name] = value;
  }
  return merged;
};

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const mergeField = (merging: Merging, field: Place, policy: Policy | undefined): unknown => {
  if (policy === undefined) return takeUnknown(merging, field);
  if (typeof policy === 'string') return mergeLeaf(merging, field, policy);
  const { local, remote } = field;
  if ('fields' in policy) {
    // Even if the field is absent, it may be known who removed it.
    const merged = mergeFields(merging, field, policy.fields);
    const isEmpty = Object.keys(merged).length === 0;
    return isEmpty && (local === undefined || remote === undefined) ? undefined : merged;
  }
  if (local === undefined && remote === undefined) return undefined;
  return mergeList(merging, field, (id, element) => ({ ...mergeFields(merging, element, policy.listById), id }));
};

/** The field belongs to a newer version of the program, so this device cannot have changed it. */
const takeUnknown = (merging: Merging, { path, remote }: Place): unknown => {
  copyStampsWithin(merging, merging.remote, path);
  recordStamp(merging, path, { value: remote, stamp: stampAt(editsOf(merging.remote), path, remote) });
  return remote;
};

const mergeLeaf = (merging: Merging, { path, ...values }: Place, policy: Exclude<Policy, object>): unknown => {
  const local = { value: values.local, stamp: stampAt(editsOf(merging.local), path, values.local) };
  const remote = { value: values.remote, stamp: stampAt(editsOf(merging.remote), path, values.remote) };
  const combines = policy === 'text' || policy === 'set-union';
  const allowed = combines && !mayCombine(merging, path) ? 'keep-both' : policy;
  const base = merging.isOneLife ? values.base : undefined;
  const { lost, ...won } = mergeUnit({ policy: allowed, base, local, remote }, merging.seen);
  recordStamp(merging, path, won);
  if (lost) recordLost(merging, path, lost);
  return won.value;
};

/** If a value waits here, the visible one did not come from it: the base may be the value that lost. */
const mayCombine = ({ mayCombine: may, local, remote }: Merging, path: string): boolean =>
  may && ![local, remote].some((side) => conflictsOf(side).some((conflict) => conflict.path === path));
