import { hash } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** SHA-256 in hex, the name of a blob. */
export const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes);

export const isDigest = (digest: string): boolean => /^[0-9a-f]{64}$/.test(digest);

/** A team's id becomes part of a path and of a database's name. */
export const requireTeamId = (teamId: string): string => {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(teamId)) return teamId;
  throw new Failure('request.invalid', `"${teamId}" is not a team's id.`, 'Use a-z, 0-9, "_" and "-".');
};
