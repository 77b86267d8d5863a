import { isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import { type Difference, differencesOf } from './differences.ts';

type Refused = Pick<RefusedChange, 'field' | 'document' | 'base'>;

/** Whether `path` is `place` or lies within it. */
export const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** The path of the refused field, as precisely as the change tells; `''` if the whole change was refused. */
export const refusedPath = ({ field, document, base }: Refused): string => {
  const changed = changesOf({ document, base });
  if (field === undefined) return changed.length === 1 ? (changed[0]?.path ?? '') : '';
  const named = addressOf(document, field);
  return changed.find(({ path }) => isWithin(path, named))?.path ?? named;
};

/** Separates the differences at the refused field from the number of others. */
export const splitRefused = (change: Refused): { readonly at: readonly Difference[]; readonly others: number } => {
  const place = refusedPath(change);
  const changed = changesOf(change);
  const at = changed.filter(({ path }) => isWithin(path, place) || isWithin(place, path));
  return { at, others: changed.length - at.length };
};

const changesOf = ({ document, base }: Omit<Refused, 'field'>): readonly Difference[] =>
  base && !base._deleted && !document._deleted ? differencesOf(document, base) : [];

/** The server addresses list elements by index, paths address them by id. */
const addressOf = (document: object, field: string): string => {
  let within: unknown = document;
  let path = '';
  for (const name of field.split('.')) {
    const found = childOf(within, name);
    path = pointerTo(path, Array.isArray(within) && isFields(found) ? String(found.id ?? name) : name);
    within = found;
  }
  return path;
};

const childOf = (within: unknown, name: string): unknown => {
  if (Array.isArray(within)) return within[Number(name)];
  return isFields(within) ? within[name] : undefined;
};
