import type { Change, Stamp } from '../entities/sync-fields.ts';
import { MAX_AHEAD_MS, msOf } from './hybrid-clock.ts';
import { conflictsOf, editsOf, type Fields, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';

/** Every change that a document names, each once. */
const changesIn = (document: Fields): ReadonlyMap<string, Change> => {
  const stamps: readonly Stamp[] = [...Object.values(editsOf(document)), ...conflictsOf(document)];
  return new Map(stamps.flatMap(({ also = [], ...own }) => [own, ...also]).map((change) => [change.at, change]));
};

type Receiving = {
  /** Unix ms. */
  readonly now: number;
  readonly caller: string;
  /** What the server holds. */
  readonly present: Mergeable;
};

/**
 * A device's document whose changes can be believed: one that the server knows is as it knows it, one that is new is the
 * caller's, and if its time lies ahead it happened now. So a device with a wrong clock does not win for ever, and what is
 * sent again is the same again.
 */
export const receiveChanges = (document: Mergeable, { now, caller, present }: Receiving): Mergeable => {
  const known = changesIn(present);
  const isAhead = (at: string): boolean => msOf(at) > now + MAX_AHEAD_MS;
  const receive = ({ at }: Change): Change => {
    const was = known.get(at);
    const receivedAt = was ? was.receivedAt : isAhead(at) ? now : undefined;
    return { at, by: was?.by ?? caller, ...(receivedAt !== undefined && { receivedAt }) };
  };
  const receiveAll = <T extends Stamp>({ receivedAt: _, ...stamp }: T) => ({
    ...stamp,
    ...receive(stamp),
    ...(stamp.also && { also: stamp.also.map(receive) }),
  });
  return withBookkeeping(document, {
    edits: Object.fromEntries(Object.entries(editsOf(document)).map(([path, stamp]) => [path, receiveAll(stamp)])),
    seen: seenOf(document),
    conflicts: conflictsOf(document).map(receiveAll),
  });
};
