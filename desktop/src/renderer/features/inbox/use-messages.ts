import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useEffect, useRef, useState } from 'react';
import { reportFailure } from '../../app/report-failure.ts';
import { useDocument } from '../../app/use-documents.ts';
import { useSettled } from '../../app/use-settled.ts';
import { useLive, useWorkspace } from '../../database/use-live.ts';
import { messagesSince, startOfPage, startWith } from './message-pages.ts';

export type ShownMessages = {
  /** In their order; undefined until they are read. */
  readonly messages: readonly Message[] | undefined;
  readonly hasEarlier: boolean;
  readonly showEarlier: () => void;
};

/** The latest messages of a conversation, or all since shortly before `jumpTo`; earlier ones when they are asked for. */
export const useMessages = (conversationId: string, jumpTo: string | undefined): ShownMessages => {
  const { collections, database } = useWorkspace();
  const [start, setStart] = useState<number>();
  const isAsking = useRef(false);
  const begin = (finding: Promise<number>): void => {
    isAsking.current = true;
    finding
      .then((found) => setStart((now = found) => Math.min(now, found)))
      .catch((error: unknown) => {
        if (!database.closed) reportFailure(error);
      })
      .finally(() => {
        isAsking.current = false;
      });
  };

  const jump = useDocument('messages', jumpTo);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown begins anew with another conversation only
  useEffect(() => begin(startOfPage(collections.messages, conversationId)), [collections, conversationId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message's place does not change
  useEffect(() => {
    if (jump?.conversationId === conversationId) begin(startWith(collections.messages, jump));
  }, [collections, conversationId, jump?.id]);

  const messages = useLive(
    (workspace) =>
      start === undefined ? undefined : workspace.collections.messages.find(messagesSince(conversationId, start)),
    [conversationId, start],
  );
  return {
    messages: useSettled(messages),
    hasEarlier: start !== undefined && start > 0,
    showEarlier: () => {
      if (start && !isAsking.current) begin(startOfPage(collections.messages, conversationId, start));
    },
  };
};
