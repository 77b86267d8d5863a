/** Teams are shared among processes by partition, so that the number of leases does not depend on the number of teams. */
export const PARTITIONS = 32;

/** Who works for the teams of one partition. */
export type Lease = {
  /** The id of a process; null while nobody does. */
  readonly holder: string | null;
  /** A process with too few partitions asks the holder for this one. */
  readonly wantedBy?: string | undefined;
};

/** The leases of one duty, by partition. */
export type Leases = readonly Lease[];

/** A process, and all that are alive and share the duty with it. */
type Members = { readonly me: string; readonly live: ReadonlySet<string> };

/** Nobody works yet. */
export const noLeases: Leases = Array.from({ length: PARTITIONS }, () => ({ holder: null }));

/** The partitions that the process holds. */
export const heldBy = (leases: Leases, me: string): readonly number[] => partitionsWhere(leases, isHeldBy(me));

/** The partitions that the process has to hand over: another one that is alive asks for them. */
export const toYield = (leases: Leases, { me, live }: Members): readonly number[] =>
  partitionsWhere(leases, (lease) => lease.holder === me && isWanted(lease, live));

/** The leases after a process has stopped working for these partitions; those that another one asks for are its from now on. */
export const afterYielding = (leases: Leases, partitions: readonly number[], { me, live }: Members): Leases =>
  leases.map((lease, partition) => {
    if (lease.holder !== me || !partitions.includes(partition)) return lease;
    return { holder: isWanted(lease, live) ? (lease.wantedBy ?? null) : null };
  });

/**
 * The leases after the process has taken its share: first those that nobody alive holds, then it asks others for what they hold beyond
 * theirs. If every process repeats this, each partition is held by one that is alive, and their numbers differ by at most one.
 */
export const afterTaking = (leases: Leases, members: Members): Leases => {
  const { me, live } = members;
  const settled = leases.map((lease) => (isWanted(lease, live) ? lease : { holder: lease.holder }));
  const share = shareOf(live, me);
  const taken = takeFree(settled, members, share);
  const missing = share - countOf(taken, isHeldBy(me)) - countOf(taken, (lease) => lease.wantedBy === me);
  return askFor(taken, members, missing);
};

const takeFree = (leases: Leases, { me, live }: Members, share: number): Leases => {
  let room = share - countOf(leases, isHeldBy(me));
  return leases.map((lease) => {
    const isFree = lease.holder === null || !live.has(lease.holder);
    if (!isFree || room <= 0) return lease;
    room -= 1;
    return { holder: me };
  });
};

const askFor = (leases: Leases, { me, live }: Members, count: number): Leases => {
  /** How many partitions a process has beyond its share, without those that it is already asked for. */
  const surplus = new Map<string, number>();
  for (const id of live) {
    const kept = countOf(leases, (lease) => lease.holder === id && lease.wantedBy === undefined);
    surplus.set(id, kept - shareOf(live, id));
  }
  let missing = count;
  return leases.map((lease) => {
    const { holder } = lease;
    const spare = holder === null ? 0 : (surplus.get(holder) ?? 0);
    if (missing <= 0 || holder === null || holder === me || lease.wantedBy !== undefined || spare <= 0) return lease;
    missing -= 1;
    surplus.set(holder, spare - 1);
    return { holder, wantedBy: me };
  });
};

/** The number of partitions that a process should hold. */
const shareOf = (live: ReadonlySet<string>, id: string): number => {
  const at = [...live].sort().indexOf(id);
  return Math.floor(PARTITIONS / live.size) + (at < PARTITIONS % live.size ? 1 : 0);
};

const isWanted = ({ holder, wantedBy }: Lease, live: ReadonlySet<string>): boolean =>
  wantedBy !== undefined && wantedBy !== holder && live.has(wantedBy);

const isHeldBy =
  (id: string) =>
  ({ holder }: Lease): boolean =>
    holder === id;

const countOf = (leases: Leases, matches: (lease: Lease) => boolean): number => leases.filter(matches).length;

const partitionsWhere = (leases: Leases, matches: (lease: Lease) => boolean): readonly number[] =>
  leases.flatMap((lease, partition) => (matches(lease) ? [partition] : []));
