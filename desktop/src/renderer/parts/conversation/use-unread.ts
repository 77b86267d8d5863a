import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useEffect, useMemo, useState } from 'react';
import { useSession } from '../../session/session.ts';
import { useLive } from '../../workspace/live/use-live.ts';
import { selectorOf } from './filters.ts';
import { useMarkRead, useReadMarks } from './read-marks.ts';
import { isUnread, wantedAt } from './unread.ts';

/** More than anybody needs to count; the latest ones. */
const MOST = 1_000;

/** The conversations that wait for a person, live; undefined until they are read. */
export const useWaiting = (): readonly Conversation[] | undefined =>
  useLive<Conversation>(
    ({ collections }) =>
      collections.conversations.find({ selector: selectorOf('needs'), sort: [{ recency: 'asc' }], limit: MOST }),
    [],
  );

/** The number of conversations that are new to this person; undefined until it is known. */
export const useUnreadCount = (): number | undefined => {
  const waiting = useWaiting();
  const isNew = useIsUnread();
  return useMemo(() => (isNew ? waiting?.filter(isNew).length : undefined), [waiting, isNew]);
};

/** Returns a predicate for conversations that are new to this person; undefined until that is known. */
export const useIsUnread = (): ((conversation: Conversation) => boolean) | undefined => {
  const marks = useReadMarks();
  const userId = useSession().user?.id ?? '';
  return useMemo(() => marks && ((conversation) => isUnread(conversation, userId, marks)), [marks, userId]);
};

/** Marks the conversation as seen while it is open in a focused window. */
export const useSeen = (conversation: Conversation): void => {
  const markRead = useMarkRead();
  const isAttentive = useAttentive();
  const { id } = conversation;
  const at = wantedAt(conversation);
  useEffect(() => {
    if (isAttentive && at > 0) markRead(id, at);
  }, [markRead, isAttentive, id, at]);
};

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

const useAttentive = (): boolean => {
  const [isAttentive, setIsAttentive] = useState(isLookedAt);
  useEffect(() => {
    const look = (): void => setIsAttentive(isLookedAt());
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isAttentive;
};
