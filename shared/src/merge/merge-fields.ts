import type { Policies, Policy } from '../entities/merge-policy.ts';
import { mergeList } from './merge-lists.ts';
import { mergeUnit } from './merge-unit.ts';
import { conflictsOf, type Fields, isFields } from './mergeable.ts';
import { copyStampsWithin, type Merging, recordLost, recordStamp, versionAt } from './merging.ts';
import { pointerTo, segmentsOf, valueAt } from './pointer.ts';

const bookkeeping: ReadonlySet<string> = new Set(['id', '_deleted', 'edits', 'seen', 'conflicts']);

type Place = { readonly path: string; readonly policies: Policies; readonly base: unknown };

/** The fields of what `path` names, which both sides have. */
export const mergeFields = (merging: Merging, { path, policies, base }: Place): Fields => {
  const [local, remote] = [valueAt(merging.local, path), valueAt(merging.remote, path)].map(fieldsOf);
  const merged: { [field: string]: unknown } = {};
  for (const name of new Set([...Object.keys(remote ?? {}), ...Object.keys(policies), ...Object.keys(local ?? {})])) {
    if (path === '' && bookkeeping.has(name)) continue;
    const field = { path: pointerTo(path, name), base: fieldsOf(base)[name] };
    const value = name === 'id' ? remote?.id : mergeField(merging, field, policies[name]);
    if (value !== undefined) merged[name] = value;
  }
  return merged;
};

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

type Field = { readonly path: string; readonly base: unknown };

const mergeField = (merging: Merging, field: Field, policy: Policy | undefined): unknown => {
  if (policy === undefined) return takeUnknown(merging, field.path);
  if (typeof policy === 'string') return mergeLeaf(merging, field, policy);
  return 'fields' in policy
    ? mergeObject(merging, field, policy.fields)
    : mergeElements(merging, field, policy.listById);
};

/** A field of a newer version of the program: this device cannot have changed it. */
const takeUnknown = (merging: Merging, path: string): unknown => {
  copyStampsWithin(merging, merging.remote, path);
  recordStamp(merging, path, versionAt(merging.remote, path));
  return valueAt(merging.remote, path);
};

const mergeLeaf = (merging: Merging, { path, base }: Field, policy: Exclude<Policy, object>): unknown => {
  const [local, remote] = [versionAt(merging.local, path), versionAt(merging.remote, path)];
  const combines = policy === 'text' || policy === 'set-union';
  const allowed = combines && !mayCombine(merging, path) ? 'keep-both' : policy;
  const parted = merging.isOneLife ? base : undefined;
  const { lost, ...won } = mergeUnit({ policy: allowed, base: parted, local, remote }, merging.seen);
  recordStamp(merging, path, won);
  if (lost) recordLost(merging, path, lost);
  return won.value;
};

/** Where a value waits, what is shown did not come from it: the base may be what lost. */
const mayCombine = ({ mayCombine: may, local, remote }: Merging, path: string): boolean =>
  may && ![local, remote].some((side) => conflictsOf(side).some((conflict) => conflict.path === path));

const mergeObject = (merging: Merging, { path, base }: Field, policies: Policies): Fields | undefined => {
  const merged = mergeFields(merging, { path, policies, base });
  const isThere = [merging.local, merging.remote].some((side) => valueAt(side, path) !== undefined);
  return isThere ? merged : undefined;
};

const mergeElements = (merging: Merging, { path, base }: Field, policies: Policies): unknown => {
  const isThere = [merging.local, merging.remote].some((side) => valueAt(side, path) !== undefined);
  const merged = mergeList(merging, { path, base }, (place) => {
    const id = segmentsOf(place).at(-1) ?? '';
    return {
      ...mergeFields(merging, { path: place, policies, base: valueAt({ list: base }, pointerTo('/list', id)) }),
      id,
    };
  });
  return isThere ? merged : undefined;
};
