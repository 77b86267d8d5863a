import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { isKept } from '@inbetwin/shared/entities/declaring/recent.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { conflictsOf, editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameState, isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { covers } from '@inbetwin/shared/merge/version-vector.ts';
import { isClean, stateOf } from '../../../database/marks/sync-mark.ts';
import type { Device } from './device.ts';
import { type Act, type DoneAct, type Entry, showsChoice, wordsIn } from './journal.ts';
import { requireRest, type World } from './world.ts';

type Held = ReadonlyMap<ReplicatedCollection, ReadonlyMap<string, SyncDocument>>;

const SETTLE_MS = 200_000;
const STILL_MS = 5_000;

/** Throws if an invariant is violated once everything has settled. */
export const checkOutcome = async (world: World, collections: readonly ReplicatedCollection[]): Promise<void> => {
  const held = await settle(world, collections);
  const problems = [
    ...findLost(world, held),
    ...findUndead(world, held),
    ...findUndone(world, held),
    ...findDoubled(world, held),
    ...findDisorder(world),
    ...world.devices.flatMap(({ name, setBacks }) => setBacks().map((each) => `Went back: ${name} ${each}`)),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
};

const settle = async (world: World, collections: readonly ReplicatedCollection[]): Promise<Held> => {
  const { time, devices } = world;
  const pushes = (): number => devices.reduce((sum, { line }) => sum + line.pushes(), 0);
  let open: readonly string[] = [];
  for (let waited = 0; waited < SETTLE_MS; ) {
    const step = waited < 2_000 ? 50 : 2_000;
    await time.pass(step);
    requireRest(devices);
    waited += step;
    open = devices.flatMap(findUnsettled);
    if (open.length > 0) continue;
    const held = await readServer(world, collections);
    open = devices.flatMap((device) => findDifferences(device, held));
    if (open.length > 0) continue;
    const before = pushes();
    await time.pass(STILL_MS);
    // Delayed requests may have arrived in between.
    const isStill = isSameValue([...held].map(listed), [...(await readServer(world, collections))].map(listed));
    if (isStill && pushes() === before) return held;
    open = [`Changes still travel: ${pushes() - before} pushes in ${STILL_MS} ms`];
  }
  throw new Error(`It does not settle:\n${open.join('\n')}`);
};

const listed = ([name, documents]: readonly [ReplicatedCollection, ReadonlyMap<string, SyncDocument>]) => [
  name,
  [...documents],
];

const readServer = async ({ server }: World, collections: readonly ReplicatedCollection[]): Promise<Held> =>
  new Map(await Promise.all(collections.map(async (name) => [name, await server.read(name)] as const)));

const findUnsettled = ({ name, program }: Device): readonly string[] => {
  const state = program()?.replication.state();
  if (!state) return [`${name} does not run`];
  const isSettled = state.status === 'online' && state.pending === 0 && !state.firstSync;
  const { refused, ...rest } = state;
  return isSettled ? [] : [`${name} is ${JSON.stringify(rest)}, refused: ${refused.map(({ id }) => id)}`];
};

/** A device has what the server has, and in addition only rejected changes. */
const findDifferences = (device: Device, held: Held): readonly string[] =>
  device.collections.flatMap((name) => {
    const refused = refusedAt(device, name);
    const stored = device.read(name);
    const server = held.get(name) ?? new Map<string, SyncDocument>();
    return [...new Set([...stored.keys(), ...server.keys()])].flatMap((id) => {
      const mine = stored.get(id);
      const theirs = server.get(id) ?? { id, _deleted: true };
      if (refused.has(id)) {
        const base = mine?._meta.base ?? { id, _deleted: true };
        return mine && !isClean(mine) && isSame(base, theirs)
          ? []
          : [`${device.name} holds a wrong base of ${id}: ${show(mine)}\nserver: ${show(theirs)}`];
      }
      if (!mine && isLeftOut(device, name, theirs)) return [];
      if (mine && !isClean(mine)) return [`${device.name}: ${id} is not clean: ${show(mine)}`];
      return isSame(mine ? stateOf(mine) : { id, _deleted: true }, theirs)
        ? []
        : [`${device.name} holds another ${name}/${id}: ${show(mine)}\nserver: ${show(theirs)}`];
    });
  });

/** Whether the device may do without a document, because it is old and closed. */
const isLeftOut = (device: Device, name: ReplicatedCollection, document: SyncDocument): boolean => {
  const leftOut = device.program()?.replication.state().leftOut?.[name];
  return leftOut !== undefined && !isKept(entities[name].ofLargeTeams, document, leftOut.since);
};

const isSame = (a: SyncDocument, b: SyncDocument): boolean => (a._deleted && b._deleted) || isSameState(a, b);
const show = (value: unknown): string => JSON.stringify(value);

const refusedAt = (device: Device, collection: ReplicatedCollection): ReadonlyMap<string, SyncDocument> =>
  new Map(
    (device.program()?.workspace.refused.list() ?? [])
      .filter((change) => change.collection === collection)
      .map(({ id, document }) => [id, document]),
  );

/** Every value is in the result, waits for a choice or a correction, or was given up by somebody who saw it. */
const findLost = ({ journal, devices }: World, held: Held): readonly string[] => {
  const refused = (name: ReplicatedCollection, id: string): readonly SyncDocument[] =>
    devices.flatMap((device) => {
      const local = device.read(name).get(id);
      const change = refusedAt(device, name).get(id);
      return change ? [change, ...(local ? [stateOf(local)] : [])] : [];
    });
  const words = wordsIn([
    ...[...held.values()].map((documents) => [...documents.values()]),
    ...devices.map((device) =>
      device
        .program()
        ?.workspace.refused.list()
        .map(({ document }) => document),
    ),
  ]);
  const isKept = (entry: Entry): boolean => {
    if (entry.letGoBy.length > 0) return true;
    if (entry.kind === 'word') return words.has(entry.word);
    const { collection, id } = entry.act;
    const places = [held.get(collection)?.get(id), ...refused(collection, id)].flatMap((place) => place ?? []);
    if (entry.kind === 'choice') return places.some((place) => showsChoice(place, entry));
    return (
      places.some((place) => place._deleted || conflictsOf(place).some(({ path }) => path === '')) ||
      places.length === 0
    );
  };
  return journal
    .entries()
    .filter((entry) => !isKept(entry))
    .map(
      ({ act, kind, word, path, value, at }) =>
        `Lost: the ${kind} ${word || `${path} = ${show(value)} at ${at}`} that ${act.who} entered (${act.what}) in ${act.collection}/${act.id}. It is ${show(held.get(act.collection)?.get(act.id))}`,
    );
};

/** A document that exists after its deletion was edited by somebody who did not know of the deletion, or created again by somebody who did. */
const findUndead = ({ journal, devices }: World, held: Held): readonly string[] =>
  journal
    .entries()
    .filter(({ kind, letGoBy }) => kind === 'deletion' && letGoBy.length === 0)
    .flatMap(({ act }) => {
      const now = held.get(act.collection)?.get(act.id);
      if (!now || now._deleted) return [];
      if (devices.some((device) => refusedAt(device, act.collection).get(act.id)?._deleted)) return [];
      // A device that started over does not know of it either.
      const reason = journal.acts().some((other) => {
        const isEdit = other.after !== undefined && other.collection === act.collection && other.id === act.id;
        return isEdit && !isKnownTo(act, other);
      });
      return reason ? [] : [`Came back: ${act.collection}/${act.id}, which ${act.who} had deleted: ${show(now)}`];
    });

/** The server's writes are recognized by their values, because they have no stamps. */
const isKnownTo = ({ before }: Act, { who, before: was, after, stored }: DoneAct): boolean => {
  if (who === 'server') {
    const changed = Object.keys(after ?? {}).filter(
      (name) => name !== 'updatedAt' && !isSameValue(was?.[name], after?.[name]),
    );
    return changed.every((name) => isSameValue(before?.[name], after?.[name]));
  }
  return Object.values(editsOf(stored ?? {})).every(({ at }) => covers(seenOf(before ?? {}), at));
};

const findUndone = ({ serverActs, journal }: World, held: Held): readonly string[] =>
  serverActs.words().flatMap(({ collection, id, field, value }) => {
    // An edit restores a deleted document as its author knew it.
    if (journal.acts().some((act) => act.collection === collection && act.id === id && !act.after)) return [];
    const now = held.get(collection)?.get(id);
    return !now || now._deleted || isSameValue(now[field], value)
      ? []
      : [`Undone: the server had set ${field} of ${collection}/${id} to ${show(value)}; it is ${show(now[field])}`];
  });

/** Each reply exists exactly once. */
const findDoubled = ({ journal }: World, held: Held): readonly string[] => {
  const messages = [...(held.get('messages')?.values() ?? [])];
  return journal.acts().flatMap(({ what, collection, after }) => {
    if (what !== 'reply' || collection !== 'messages') return [];
    const found = messages.filter(({ text }) => text === after?.text).length;
    return found > 1 ? [`Doubled: ${show(after)} is there ${found} times`] : [];
  });
};

/** Documents that one person created on one device arrive in order, except for rejected ones. */
const findDisorder = ({ journal, server, devices }: World): readonly string[] =>
  devices.flatMap(({ name }) => {
    const made = journal
      .acts()
      .filter(
        ({ who, what, before }) => who === name && (what === 'create' || what === 'reply') && before === undefined,
      )
      .flatMap(({ collection, id }) => {
        // Others may have created the same one, because its id is derived from its content.
        if (collection === 'settings' || collection === 'sources') return [];
        const name = `${collection}/${id}`;
        const at = server.refusals.has(name) ? undefined : server.arrivals.get(name);
        return at === undefined ? [] : [{ id, at }];
      });
    return made.flatMap(({ id, at }, place) => {
      const next = made[place + 1];
      return next && next.at < at ? [`Disorder: ${name} made ${id} before ${next.id}, which arrived first`] : [];
    });
  });
