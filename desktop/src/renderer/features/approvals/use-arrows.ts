import { useEffect, useRef } from 'react';

const steps: Readonly<Partial<Record<string, 1 | -1>>> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves through the list with the arrow keys when the list or nothing has the focus; elsewhere the keys scroll or edit. */
export const useArrows = (move: (step: 1 | -1) => void): void => {
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = steps[event.code];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const { target } = event;
      const isFree = target === document.body || (target instanceof HTMLElement && target.closest('[data-approvals]'));
      if (!isFree || event.defaultPrevented) return;
      event.preventDefault();
      latest.current(step);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
