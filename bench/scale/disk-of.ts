import { folderSize } from '../stage/folder-size.ts';
import { databasesSize } from './couch-node.ts';
import type { Place } from './open-place.ts';

/** The bytes that a place takes up on disk while no server has it open. */
export const diskOf = async ({ folder, couch }: Place): Promise<number> =>
  (await folderSize(folder)) + (couch ? await databasesSize(couch) : 0);
