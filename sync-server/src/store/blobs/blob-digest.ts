import { hash } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** SHA-256 in hex; it is the name of a blob. */
export const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes);

/** Whether a string has the form of a blob's name, so that it is safe to use in a path. */
export const isDigest = (digest: string): boolean => /^[0-9a-f]{64}$/.test(digest);

/** Returns the id, or throws `request.invalid` unless it is safe as part of a path and of a database name. */
export const requireTeamId = (teamId: string): string => {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(teamId)) return teamId;
  throw new Failure('request.invalid', `"${teamId}" is not a valid team id.`, 'Use a-z, 0-9, "_" and "-".');
};
