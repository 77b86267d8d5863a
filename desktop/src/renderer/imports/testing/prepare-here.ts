import { type PrepareElsewhere, prepareAndPack, unpackImport } from '@inbetwin/shared/knowledge/packed-import.ts';

/** What the import worker does, where a test has no workers. */
export const prepareHere: PrepareElsewhere = async (input) => unpackImport(prepareAndPack(input));
