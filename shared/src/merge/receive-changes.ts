import type { Change, Stamp } from '../entities/declaring/sync-fields.ts';
import { MAX_AHEAD_MS, msOf } from './hybrid-clock.ts';
import { conflictsOf, editsOf, type Fields, type Mergeable, seenOf, withBookkeeping } from './mergeable.ts';

/** Returns every change that a document mentions, each once. */
const changesIn = (document: Fields): ReadonlyMap<string, Change> => {
  const stamps: readonly Stamp[] = [...Object.values(editsOf(document)), ...conflictsOf(document)];
  return new Map(stamps.flatMap(({ also = [], ...own }) => [own, ...also]).map((change) => [change.at, change]));
};

type Receiving = {
  /** Unix milliseconds. */
  readonly now: number;
  readonly caller: string;
  /** The document that the server has. */
  readonly present: Mergeable;
};

/**
 * Returns a device's document with trustworthy changes: a change that the server knows is taken from the server; a new
 * one is attributed to the caller, and if its time lies ahead, it is dated now. So a device with a wrong clock does not
 * win forever, and sending the same document again gives the same result.
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
