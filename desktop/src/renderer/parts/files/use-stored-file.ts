import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { useCallback, useEffect, useState } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { storageCodeOf } from '../../base/storage-failure.ts';
import type { OriginalState } from '../../files/original-files.ts';
import { useFiles } from '../../workspace/live/use-live.ts';

/** Why no bytes are available: the server is unreachable, or neither side has the file. */
export type MissingFile = 'offline' | 'nobody';

/** A file of the team and the state of its download. */
export type StoredFile = {
  /** Undefined until it has been looked up. */
  readonly state: OriginalState | undefined;
  readonly isLoading: boolean;
  readonly missing: MissingFile | undefined;
  /** Returns the bytes, which this device stores from then on. Undefined if there are none; `missing` then says why. */
  obtain(): Promise<Blob | undefined>;
};

/** A file of the team by its digest: where it is stored, and access to its bytes. */
export const useStoredFile = (digest: string): StoredFile => {
  const files = useFiles();
  const [state, setState] = useState<OriginalState>();
  const [isLoading, setIsLoading] = useState(false);
  const [missing, setMissing] = useState<MissingFile>();

  useEffect(() => {
    let isShown = true;
    const look = (): void => {
      files.state(digest).then((found) => isShown && setState(found), reportFailure);
    };
    look();
    const unsubscribe = files.subscribe(look);
    return () => {
      isShown = false;
      unsubscribe();
    };
  }, [files, digest]);

  const obtain = useCallback(async (): Promise<Blob | undefined> => {
    setIsLoading(true);
    setMissing(undefined);
    try {
      const bytes = await files.obtain(digest);
      if (!bytes) setMissing('nobody');
      return bytes;
    } catch (error) {
      if (isTold(error)) reportFailure(error);
      else setMissing('offline');
      return undefined;
    } finally {
      setIsLoading(false);
    }
  }, [files, digest]);

  return { state, isLoading, missing, obtain };
};

/** Whether the server or the storage gave a reason; any other error means that the server could not be reached. */
const isTold = (error: unknown): boolean => error instanceof Failure || storageCodeOf(error) !== undefined;
