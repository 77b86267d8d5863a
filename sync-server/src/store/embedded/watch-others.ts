import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { WatchOthers } from '../change-signal.ts';
import type { Connection } from './embedded-connection.ts';

const POLL_MS = 50;

const WRITTEN_SINCE = `SELECT name FROM databases
  WHERE name IS NOT NULL AND number IN (SELECT database FROM documents WHERE seq > ?)`;

/**
 * Looks at intervals whether another process has written to the file, and to which databases. If the store cannot be read, all of them count
 * as written, so that followers see the error.
 */
export const watchOthers = (connection: Connection): WatchOthers => {
  const unlessDown = <T>(work: () => T): T | undefined => {
    try {
      return connection.read(work);
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  };
  const readVersion = (): number =>
    unlessDown(() => Number(connection.prepare('PRAGMA data_version').get()?.data_version)) ?? Number.NaN;
  const readNewest = (): number | undefined =>
    unlessDown(() => Number(connection.prepare('SELECT max(seq) AS seq FROM documents').get()?.seq ?? 0));

  /** These outlive a pause of watching, so that what is written in it is noticed after it. */
  let version = readVersion();
  let newest = readNewest();

  const readWritten = (): readonly string[] | undefined => {
    const since = newest;
    newest = readNewest();
    if (since === undefined || newest === undefined) return undefined;
    return unlessDown(() => connection.prepare(WRITTEN_SINCE).all(since))?.map(({ name }) => String(name));
  };

  return ({ notify, notifyAll }) => {
    const look = (): void => {
      const before = version;
      version = readVersion();
      if (version === before) return;
      const names = readWritten();
      if (names) for (const name of names) notify(name);
      else notifyAll();
    };
    const poll = setInterval(look, POLL_MS);
    return () => clearInterval(poll);
  };
};
