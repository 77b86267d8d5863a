import { useEffect, useState } from 'react';
import { readUnsent, type Unsent } from '../../database/read-unsent.ts';

export type ReadingUnsent = Unsent | 'reading' | 'unreadable';

/** What is on this device alone, read when it is asked for. */
export const useUnsent = (workspaceName: string | undefined, isWanted: boolean): ReadingUnsent => {
  const [unsent, setUnsent] = useState<ReadingUnsent>('reading');
  useEffect(() => {
    if (workspaceName === undefined || !isWanted) return;
    let current = true;
    setUnsent('reading');
    readUnsent(workspaceName).then(
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
