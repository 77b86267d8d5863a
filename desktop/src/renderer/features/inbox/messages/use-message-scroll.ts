import type { Message } from '@inbetwin/shared/entities/message.ts';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const NEAR_END_PX = 80;
const NEAR_START_PX = 300;

type MessageScroll = {
  readonly ref: RefObject<HTMLElement | null>;
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
};

type Reading = {
  readonly jumpTo: string | undefined;
  /** Set by this hook: whether the view follows the newest message. */
  readonly isAtEnd: RefObject<boolean>;
  /** Called when the person scrolls up toward the first of `messages`. */
  readonly onNearStart: () => void;
};

/**
 * Keeps the view at the newest message, unless the person scrolls up or jumps to a message. Earlier messages that are loaded do not move
 * what is visible.
 */
export const useMessageScroll = (
  messages: readonly Message[] | undefined,
  { jumpTo, isAtEnd: stays, onNearStart }: Reading,
): MessageScroll => {
  const ref = useRef<HTMLElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const fromEnd = useRef(0);
  const nearStart = useRef(onNearStart);
  nearStart.current = onNearStart;
  const isEmpty = !messages || messages.length === 0;
  const isFound = jumpTo !== undefined && messages?.some(({ id }) => id === jumpTo) === true;
  const toEnd = useCallback((): void => {
    const pane = ref.current;
    if (pane) pane.scrollTop = pane.scrollHeight;
  }, []);

  useEffect(() => {
    const pane = ref.current;
    if (!pane || isEmpty) return;
    const onScroll = (): void => {
      fromEnd.current = pane.scrollHeight - pane.scrollTop;
      if (pane.scrollTop < NEAR_START_PX) nearStart.current();
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
  }, [isEmpty, stays]);

  const firstId = messages?.[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another message is the first
  useLayoutEffect(() => {
    const pane = ref.current;
    if (pane && !stays.current) pane.scrollTop = pane.scrollHeight - fromEnd.current;
  }, [firstId]);

  const last = messages?.at(-1);
  const lastId = last?.id;
  const isOwn = last?.author.kind === 'person' && last.delivery.state === 'queued';
  useLayoutEffect(() => {
    if (lastId !== undefined && (stays.current || isOwn)) toEnd();
  }, [lastId, isOwn, toEnd, stays]);

  useJump(jumpTo, isFound, stays);

  return { ref, isAtEnd, toEnd };
};

/** Scrolls to a message and focuses it once it is rendered. */
const useJump = (jumpTo: string | undefined, isFound: boolean, stays: RefObject<boolean>): void => {
  useLayoutEffect(() => {
    if (!isFound) return;
    const element = document.getElementById(`message-${jumpTo}`);
    stays.current = false;
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
  }, [jumpTo, isFound, stays]);
};
