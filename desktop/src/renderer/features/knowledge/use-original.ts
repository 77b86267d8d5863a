import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useEffect, useState } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { storageCodeOf } from '../../base/storage-failure.ts';
import type { OriginalState } from '../../files/original-files.ts';
import { saveFile } from '../../parts/device/download-file.ts';
import { useFiles } from '../../workspace/live/use-live.ts';

/** Why there was nothing to save. */
type Missing = 'offline' | 'nobody';

type Original = {
  /** Undefined until it is looked up. */
  readonly state: OriginalState | undefined;
  readonly isBringing: boolean;
  readonly missing: Missing | undefined;
  save(): Promise<void>;
};

/** The original of a material: where it is, and the way to the person's own folder. */
export const useOriginal = (source: Source): Original => {
  const files = useFiles();
  const { digest } = source;
  const [state, setState] = useState<OriginalState>();
  const [isBringing, setIsBringing] = useState(false);
  const [missing, setMissing] = useState<Missing>();

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

  const save = async (): Promise<void> => {
    setIsBringing(true);
    setMissing(undefined);
    try {
      const bytes = await files.bring(digest);
      if (bytes) saveFile(fileNameOf(source), bytes);
      else setMissing('nobody');
    } catch (error) {
      if (isTold(error)) reportFailure(error);
      else setMissing('offline');
    } finally {
      setIsBringing(false);
    }
  };

  return { state, isBringing, missing, save };
};

/** The server or the storage said why; anything else is a server that could not be reached. */
const isTold = (error: unknown): boolean => error instanceof Failure || storageCodeOf(error) !== undefined;

const extensions: Readonly<Record<string, string>> = { 'text/markdown': '.md', 'text/csv': '.csv' };

const fileNameOf = ({ fileName, title, mediaType }: Source): string =>
  fileName ?? `${title}${extensions[mediaType] ?? '.txt'}`;
