import { MAX_TIME } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { type RefObject, useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { anyBefore, messagesSince, PAGE, startOfPage, startWith } from './message-pages.ts';

export type ShownMessages = {
  /** In order; undefined until they are read. */
  readonly messages: readonly Message[] | undefined;
  readonly hasEarlier: boolean;
  readonly showEarlier: () => void;
};

type Reading = {
  readonly jumpTo: string | undefined;
  /** Whether the view follows the newest message, so that the oldest ones may be dropped. */
  readonly isAtEnd: RefObject<boolean>;
};

/**
 * The latest messages of a conversation, or all since shortly before `jumpTo`, and a page of earlier ones on request. The result does not
 * depend on whether messages were already on the device or arrive while the conversation is open, or in which order.
 */
export const useMessages = (conversationId: string, { jumpTo, isAtEnd }: Reading): ShownMessages => {
  const { collections, database } = useWorkspace();
  const [start, setStart] = useState<number>();
  /** How many of the latest messages to show, if there are that many. */
  const [room, setRoom] = useState(PAGE);
  const begin = (finding: Promise<number | undefined>): void => {
    finding
      .then((found = MAX_TIME) => setStart((now = found) => Math.min(now, found)))
      .catch((error: unknown) => {
        if (!database.closed) reportFailure(error);
      });
  };

  const jump = useDocument('messages', jumpTo);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown begins anew with another conversation only
  useEffect(() => begin(startOfPage(collections.messages, { conversationId })), [collections, conversationId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message's place does not change
  useEffect(() => {
    if (jump?.conversationId === conversationId) begin(startWith(collections.messages, jump));
  }, [collections, conversationId, jump?.id]);

  const page = usePage(conversationId, start);
  const missing = page && page.start === start && page.hasEarlier ? room - page.messages.length : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `missing` was counted from `start`
  useEffect(() => {
    const earlier = { conversationId, before: start ?? MAX_TIME, limit: missing };
    if (missing > 0) begin(startOfPage(collections.messages, earlier));
  }, [collections, conversationId, start, missing]);

  const tooMany = jumpTo === undefined && isAtEnd.current && page !== undefined && page.messages.length > room + PAGE;
  const messages = tooMany ? page.messages.slice(-room) : page?.messages;
  const first = messages?.[0]?.createdAt;
  useEffect(() => {
    if (tooMany) setStart(first);
  }, [tooMany, first]);

  const hasEarlier = page?.hasEarlier === true || tooMany;
  return {
    messages: missing > 0 && messages?.length === 0 ? undefined : messages,
    hasEarlier,
    showEarlier: () => {
      if (messages && hasEarlier && missing <= 0) setRoom(messages.length + PAGE);
    },
  };
};

/** `hasEarlier`: whether there are messages before `start`. */
type Page = { readonly start: number; readonly messages: readonly Message[]; readonly hasEarlier: boolean };

/** The messages since `start`, live; the previous ones stay while those since another start are read. */
const usePage = (conversationId: string, start: number | undefined): Page | undefined => {
  const { collections } = useWorkspace();
  const [page, setPage] = useState<Page>();
  useEffect(() => {
    if (start === undefined) return;
    let messages: readonly Message[] | undefined;
    let hasEarlier: boolean | undefined;
    const show = (): void => {
      if (messages && hasEarlier !== undefined) setPage({ start, messages, hasEarlier });
    };
    const since = collections.messages.find(messagesSince(conversationId, start)).$.subscribe((found) => {
      messages = found.map((message) => message.toJSON() as Message);
      show();
    });
    const before = collections.messages.find(anyBefore(conversationId, start)).$.subscribe((found) => {
      hasEarlier = found.length > 0;
      show();
    });
    return () => {
      since.unsubscribe();
      before.unsubscribe();
    };
  }, [collections, conversationId, start]);
  return page;
};
