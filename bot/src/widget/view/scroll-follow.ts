/** Within this distance from the end, the view follows new messages. */
const NEAR_END_PX = 80;

/** The changes made by a rendering that determine where to scroll. */
type Drawn = {
  /** Older messages were added above. */
  readonly hasGrownAbove: boolean;
  /** The visitor has just written a message. */
  readonly hasWritten: boolean;
  readonly hasNews: boolean;
};

/** Keeps the scroll position where the reader expects it while the conversation grows. */
export type ScrollFollow = {
  /** Must be called before a rendering; the returned function must be called with its changes afterwards. */
  begin(): (drawn: Drawn) => void;
};

/** `latest` is a button that scrolls to the end; it is shown when new messages arrive out of view. */
export const followEnd = (scroll: HTMLElement, latest: HTMLElement): ScrollFollow => {
  const isNearEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
    latest.hidden = true;
  };
  latest.addEventListener('click', toEnd);
  let isAtEnd = true;
  scroll.addEventListener('scroll', () => {
    isAtEnd = isNearEnd();
    if (isAtEnd) latest.hidden = true;
  });
  // An on-screen keyboard or a growing message box must not hide the last message.
  new ResizeObserver(() => {
    if (isAtEnd) toEnd();
  }).observe(scroll);

  return {
    begin: () => {
      const wasAtEnd = isNearEnd();
      const heightBefore = scroll.scrollHeight;
      return ({ hasGrownAbove, hasWritten, hasNews }) => {
        if (hasGrownAbove) scroll.scrollTop += scroll.scrollHeight - heightBefore;
        else if (wasAtEnd || hasWritten) toEnd();
        else if (hasNews) latest.hidden = false;
      };
    },
  };
};
