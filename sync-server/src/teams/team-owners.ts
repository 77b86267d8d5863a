import { createHmac } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Change, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import { followFromNow } from '../store/follow-from-now.ts';

/** Used by the servers only; never replicated to devices. */
const COLLECTION = 'owners/owners';

const ownerSchema = z.strictObject({ id: z.string(), installation: z.string().min(1).max(100), since: z.int() });

/** Receives ownership changes that were not made by this process. */
export type OwnersListener = {
  /** Another installation took the team over. */
  onLost(teamId: string): void;
  /** An operator assigned the team to this installation. */
  onTaken(teamId: string): void;
};

/** Which installation serves each team. */
export type TeamOwners = {
  /** Whether this installation serves the team; it claims a team that has no owner. */
  claim(teamId: string): Promise<boolean>;
  /** Throws `team.elsewhere` unless this installation serves the team. */
  require(teamId: string): Promise<void>;
  /** Assigns the team to this installation, whoever served it; a running server of the installation starts to serve it. */
  take(teamId: string): Promise<void>;
  /** Reports changes to the listener from the time this resolves until `signal` aborts. */
  follow(listener: OwnersListener, signal: AbortSignal): Promise<void>;
  /** The number of teams that were taken over from this process and have not come back. */
  lost(): number;
};

type OwnersOptions = {
  readonly store: DocumentStore;
  readonly installation: string;
  /** Also claims teams of other installations. */
  readonly takeOver: boolean;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * Records which installation serves a team: polls its channels, answers its customers, and sends its messages. Several installations may
 * share a store, and customers of a team that two of them served would get every answer twice.
 */
export const openTeamOwners = ({ store, installation, takeOver, clock, log }: OwnersOptions): TeamOwners => {
  const stored = store.collection(COLLECTION);
  const owners = openCollection(stored, ownerSchema);
  const owned = new Set<string>();
  const lost = new Set<string>();
  /** Teams whose ownership this process is writing, so that it ignores its own changes in the feed. */
  const claiming = new Set<string>();

  const claim = async (id: string): Promise<boolean> => {
    if (owned.has(id)) return true;
    claiming.add(id);
    try {
      const owner = await owners.upsert(id, (current) => {
        // A team taken over from this process stays with the other one; otherwise two servers would take it from each other endlessly.
        const stays = current && (current.installation === installation || !takeOver || lost.has(id));
        return stays ? current : { id, installation, since: clock() };
      });
      if (owner.installation !== installation) return false;
      owned.add(id);
      lost.delete(id);
      return true;
    } finally {
      claiming.delete(id);
    }
  };

  const notice = ({ body, deleted }: Change, { onLost, onTaken }: OwnersListener): void => {
    const owner = deleted ? undefined : ownerSchema.safeParse(body).data;
    if (!owner || claiming.has(owner.id)) return;
    const { id } = owner;
    if (owner.installation !== installation) {
      if (!owned.delete(id)) return;
      lost.add(id);
      onLost(id);
    } else if (!owned.has(id)) onTaken(id);
  };

  return {
    claim,
    require: async (teamId) => {
      if (!(await claim(teamId))) throw servedElsewhere();
    },
    take: async (id) => {
      await owners.upsert(id, (current) =>
        current?.installation === installation ? current : { id, installation, since: clock() },
      );
    },
    follow: async (listener, signal) => {
      await followFromNow(stored, {
        handle: async (changes) => {
          for (const change of changes) notice(change, listener);
        },
        onFailed: (error) =>
          log.warn({ error: String(error) }, 'Following the owners of teams failed; it is tried again'),
        signal,
      });
    },
    lost: () => lost.size,
  };
};

/** Servers with the same key belong to the same installation, unless configured otherwise. */
export const installationOf = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('inbetwin installation').digest('hex').slice(0, 32);

const servedElsewhere = (): Failure =>
  new Failure(
    'team.elsewhere',
    'Another server on the same database serves this team.',
    'Use that server, or have this one serve the team with `npm run admin -- take TEAM`.',
  );
