import type { Message } from '@inbetwin/shared/entities/message.ts';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const PAGE = 100;
const NEAR_END_PX = 80;

type MessageScroll = {
  readonly ref: RefObject<HTMLElement | null>;
  /** Messages before this one are not drawn yet. */
  readonly from: number;
  readonly showEarlier: () => void;
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
};

/** Stays at the newest message, unless the person reads further up or asked for a certain message. */
export const useMessageScroll = (
  messages: readonly Message[] | undefined,
  jumpTo: string | undefined,
): MessageScroll => {
  const ref = useRef<HTMLElement>(null);
  const [wanted, setWanted] = useState(PAGE);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const stays = useRef(true);
  const count = messages?.length ?? 0;
  const jumpIndex = jumpTo === undefined ? -1 : (messages?.findIndex(({ id }) => id === jumpTo) ?? -1);
  const paged = Math.max(0, count - wanted);
  const from = jumpIndex < 0 ? paged : Math.min(paged, Math.max(0, jumpIndex - 10));

  const isEmpty = count === 0;
  const isFound = jumpIndex >= 0;
  const toEnd = useCallback((): void => {
    const pane = ref.current;
    if (pane) pane.scrollTop = pane.scrollHeight;
  }, []);

  useEffect(() => {
    const pane = ref.current;
    if (!pane || isEmpty) return;
    const onScroll = (): void => {
      stays.current = pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_END_PX;
      setIsAtEnd(stays.current);
    };
    // The pane shrinks when the reply box grows or a phone's keyboard opens.
    const observer = new ResizeObserver(() => {
      if (stays.current) pane.scrollTop = pane.scrollHeight;
    });
    pane.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(pane);
    return () => {
      pane.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [isEmpty]);

  const last = messages?.at(-1);
  const lastId = last?.id;
  const isOwn = last?.author.kind === 'person' && last.delivery.state === 'queued';
  useLayoutEffect(() => {
    if (lastId !== undefined && (stays.current || isOwn)) toEnd();
  }, [lastId, isOwn, toEnd]);

  useLayoutEffect(() => {
    if (!isFound) return;
    const element = document.getElementById(`message-${jumpTo}`);
    stays.current = false;
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
  }, [jumpTo, isFound]);

  return { ref, from, showEarlier: () => setWanted(wanted + PAGE), isAtEnd, toEnd };
};
