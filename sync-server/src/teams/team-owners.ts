import { createHmac } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';

/** The servers' own; nothing here is ever replicated. */
const DATABASE = 'owners';

const ownerSchema = z.strictObject({ id: z.string(), installation: z.string().min(1).max(100), since: z.int() });

export type TeamOwners = {
  /** Whether this installation serves the team. A team that nobody serves becomes its own by this. */
  claim(teamId: string): Promise<boolean>;
  /** Throws `team.elsewhere` unless this installation serves the team. */
  require(teamId: string): Promise<void>;
};

type OwnersOptions = {
  readonly store: DocumentStore;
  readonly installation: string;
  /** Claims teams of other installations, too. */
  readonly takeOver: boolean;
  readonly clock: Clock;
};

/**
 * Which installation serves a team: polls its channels, answers its customers and sends its messages. Several may share a
 * store, and a team that two of them served would be answered twice.
 */
export const openTeamOwners = ({ store, installation, takeOver, clock }: OwnersOptions): TeamOwners => {
  const owners = openCollection(store.database(DATABASE), ownerSchema);
  const owned = new Set<string>();

  const claim = async (id: string): Promise<boolean> => {
    if (owned.has(id)) return true;
    const owner = await owners.upsert(id, (current) => {
      const stays = current && (current.installation === installation || !takeOver);
      return stays ? current : { id, installation, since: clock() };
    });
    if (owner.installation !== installation) return false;
    owned.add(id);
    return true;
  };

  return {
    claim,
    require: async (teamId) => {
      if (!(await claim(teamId))) throw elsewhere();
    },
  };
};

/** Servers with the same key are the same installation, unless they are told otherwise. */
export const installationOf = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('inbetwin installation').digest('hex').slice(0, 32);

const elsewhere = (): Failure =>
  new Failure(
    'team.elsewhere',
    'Another server on the same database serves this team.',
    'Use that server, or stop it and start this one with TAKE_OVER_TEAMS=true.',
  );
