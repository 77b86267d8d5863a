import { useEffect, useState } from 'react';
import { listUnsentFiles } from '../../files/unsent-files.ts';
import { readUnsent, type Unsent } from '../../workspace/read-unsent.ts';

/** `originals`: digests of imported files. */
type UnsentWithFiles = Unsent & { readonly originals: readonly string[] };

/** Unsent data, or the state of reading it. */
export type ReadingUnsent = UnsentWithFiles | 'reading' | 'unreadable';

/** Reads what exists only on this device once `isWanted` is true. */
export const useUnsent = (workspaceName: string | undefined, isWanted: boolean): ReadingUnsent => {
  const [unsent, setUnsent] = useState<ReadingUnsent>('reading');
  useEffect(() => {
    if (workspaceName === undefined || !isWanted) return;
    let current = true;
    setUnsent('reading');
    readAll(workspaceName).then(
      (found) => current && setUnsent(found),
      (error: unknown) => {
        // biome-ignore lint/suspicious/noConsole: the screen says that it cannot be read; whoever wonders why finds it here
        console.warn('What was not sent cannot be read.', error);
        if (current) setUnsent('unreadable');
      },
    );
    return () => {
      current = false;
    };
  }, [workspaceName, isWanted]);
  return unsent;
};

const readAll = async (workspaceName: string): Promise<UnsentWithFiles> => {
  const unsent = await readUnsent(workspaceName);
  try {
    return { ...unsent, originals: await listUnsentFiles(workspaceName) };
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: it is told as unreadable; whoever wonders why finds it here
    console.warn('The originals cannot be read.', error);
    return { ...unsent, originals: [], unreadable: [...unsent.unreadable, { part: 'files' }] };
  }
};
