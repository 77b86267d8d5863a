import { createHash } from 'node:crypto';
import { PARTITIONS } from './shares.ts';

/** The partition of a team. It must never change for a stored team while several versions of the server share a store. */
export const partitionOf = (teamId: string): number =>
  createHash('sha256').update(teamId).digest().readUInt32BE() % PARTITIONS;
