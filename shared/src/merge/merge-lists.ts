import type { Stamp } from '../entities/sync-fields.ts';
import { decideExistence } from './existence.ts';
import { mergeStamps } from './merge-unit.ts';
import { type Element, editsOf, elementsOf } from './mergeable.ts';
import { copyStampsWithin, type Merging, recordDeletion, recordStamp, timesWithin, versionAt } from './merging.ts';
import { pointerTo, valueAt } from './pointer.ts';
import { newestRemovals, removalsOf } from './removals.ts';

type List = { readonly path: string; readonly base: unknown };
/** The element that both sides have, its fields merged. */
type MergeElement = (path: string) => Element;

/** By the elements' ids: in the remote side's order, then what the local side alone has by id. */
export const mergeList = (merging: Merging, { path, base }: List, mergeElement: MergeElement): readonly Element[] => {
  const [bases, locals, remotes] = [base, valueAt(merging.local, path), valueAt(merging.remote, path)].map(byId);
  const ids = new Set([...(remotes?.keys() ?? []), ...[...(locals?.keys() ?? [])].sort()]);
  const merged = [...ids].flatMap((id): readonly Element[] => {
    const place = pointerTo(path, id);
    const [local, remote] = [locals?.get(id), remotes?.get(id)];
    if (!local || !remote) return keepOrDrop(merging, { place, local, remote, wasThere: bases?.has(id) === true });
    const stamps = [versionAt(merging.local, place).stamp, versionAt(merging.remote, place).stamp] as const;
    recordStamp(merging, place, { value: remote, stamp: mergeStamps(...stamps, merging.seen) });
    return [mergeElement(place)];
  });
  recordRemovals(merging, path, new Set(merged.map(({ id }) => pointerTo(path, id))));
  return merged;
};

const byId = (list: unknown): ReadonlyMap<string, Element> =>
  new Map(elementsOf(list).map((element) => [element.id, element]));

type OneSided = {
  readonly place: string;
  readonly local: Element | undefined;
  readonly remote: Element | undefined;
  readonly wasThere: boolean;
};

const keepOrDrop = (merging: Merging, { place, local, remote, wasThere }: OneSided): readonly Element[] => {
  const [having, lacking] = local ? (['local', 'remote'] as const) : (['remote', 'local'] as const);
  const { stamp } = versionAt(merging[having], place);
  const times = timesWithin(merging[having], place);
  const gone = { stamp: editsOf(merging[lacking])[place], seen: merging.seen[lacking] };
  const verdict = decideExistence({ alive: { stamp, times, seen: merging.seen[having] }, gone, wasThere });
  const element = local ?? remote;
  if (verdict === 'goes' || !element) return [];
  if (verdict === 'stays-and-tell' && gone.stamp) {
    recordDeletion(merging, place, { deletion: gone.stamp, seen: merging.seen[having] });
  }
  recordStamp(merging, place, { value: element, stamp });
  copyStampsWithin(merging, merging[having], place);
  return [element];
};

/** The newest removals that either side knows of what is not there any more. */
const recordRemovals = (merging: Merging, path: string, present: ReadonlySet<string>): void => {
  const [local, remote] = (['local', 'remote'] as const).map((side) => {
    const edits = editsOf(merging[side]);
    return new Map(removalsOf(merging[side], edits, path).map((place) => [place, edits[place]]));
  });
  const places = new Set([...(local?.keys() ?? []), ...(remote?.keys() ?? [])]);
  const removals = [...places].flatMap((place): readonly (readonly [string, Stamp])[] => {
    const stamp = mergeStamps(local?.get(place), remote?.get(place), merging.seen);
    return stamp && !present.has(place) ? [[place, stamp]] : [];
  });
  for (const [place, stamp] of newestRemovals(removals)) merging.edits[place] = stamp;
};
