import path from 'node:path';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Config } from '../config.ts';
import { localUrl } from '../http/listen.ts';
import { openStorage, type Storage } from '../store/open-storage.ts';
import { moveStorage } from './move-storage.ts';

const EMBEDDED = 'embedded';
const PROBE_MS = 2000;

/**
 * Moves everything from the configured storage to a CouchDB, or with `embedded` to the data folder; prints each part as it arrives.
 * Resolves to what is to be done next. Throws if a server is running here.
 */
export const moveTo = async (target: string, { config, from }: { readonly config: Config; readonly from: Storage }) => {
  const isToCouch = /^https?:\/\//.test(target);
  if (!isToCouch && target !== EMBEDDED) {
    throw new Failure('request.invalid', `"${target}" is no store.`, 'Name the URL of a CouchDB, or `embedded`.');
  }
  if (isToCouch ? config.couchUrl === target : config.couchUrl === undefined) {
    throw new Failure('request.invalid', 'Everything is stored there already.', 'Name another store.');
  }
  await requireStopped(config);
  const { couchUrl: _, ...others } = config;
  const to = await openStorage(isToCouch ? { ...others, couchUrl: target } : others);
  try {
    await to.store.check();
    await moveStorage({ from, to, onMoved: (what) => process.stdout.write(`${what}\n`) });
  } finally {
    await to.store.close();
  }
  return isToCouch
    ? `Everything is in CouchDB now. Start the server with COUCHDB_URL; it needs the same SECRET_KEY, or the key in ${path.resolve(config.dataFolder)}.`
    : 'Everything is in the data folder now. Start the server without COUCHDB_URL.';
};

/** What a running server writes after it was copied would be lost. */
const requireStopped = async (config: Config): Promise<void> => {
  try {
    await fetch(`${localUrl(config)}/health`, { signal: AbortSignal.timeout(PROBE_MS) });
  } catch (error) {
    if (error instanceof TypeError) return; // Nobody listens.
    throw error;
  }
  throw new Failure('request.invalid', 'A server is running here.', 'Stop every server that uses this store first.');
};
