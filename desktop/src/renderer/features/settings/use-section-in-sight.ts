import { type RefObject, useEffect } from 'react';

const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** Scrolls to the section with this id and keeps it in place while others above it grow, until the person scrolls. */
export const useSectionInSight = (id: string, content: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const all = content.current;
    if (id === '' || !all) return;
    const show = (): void => document.getElementById(id)?.scrollIntoView();
    const growing = new ResizeObserver(show);
    const stop = (): void => {
      growing.disconnect();
      for (const move of moves) window.removeEventListener(move, stop, true);
    };
    growing.observe(all);
    for (const move of moves) window.addEventListener(move, stop, true);
    show();
    return stop;
  }, [id, content]);
};
