import { Failure } from '../../contracts/errors.ts';
import { toSentFailure } from '../../contracts/sent-failure.ts';
import type { ImportReader } from './import-reader.ts';
import { readerHere } from './read-here.ts';
import { PARTS_AHEAD, type ReaderCommand, type ReaderEvent, unreadable } from './reader-messages.ts';

/**
 * The worker's side: answers commands with events. It never throws, because errors are events, too. Nothing is canceled here, because an
 * unneeded worker is terminated.
 */
export const serveReader = (
  post: (event: ReaderEvent) => void,
  reader: ImportReader = readerHere(),
): ((command: ReaderCommand) => Promise<void>) => {
  let wanted = 0;
  let wake = (): void => undefined;

  const untilWanted = async (): Promise<void> => {
    while (wanted === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    wanted -= 1;
  };

  const read = async ({ file, input }: Extract<ReaderCommand, { kind: 'read' }>): Promise<void> => {
    wanted = PARTS_AHEAD;
    for await (const part of reader.read(file, input, (share) => post({ kind: 'progress', share }))) {
      await untilWanted();
      post({ kind: 'part', part });
    }
  };

  return async (command) => {
    if (command.kind === 'more') {
      wanted += 1;
      wake();
      return;
    }
    try {
      if (command.kind === 'read') await read(command);
      else post({ kind: 'digest', digest: await reader.digest(command.file) });
    } catch (error) {
      post({ kind: 'failed', failure: toSentFailure(error instanceof Failure ? error : unreadable(error)) });
    }
  };
};
