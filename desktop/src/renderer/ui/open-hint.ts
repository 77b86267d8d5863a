import { type RefObject, useEffect, useState } from 'react';
import { createListeners } from '../base/listeners.ts';

const closing = createListeners();

/** Closes the tooltip that is open, if there is one: to be called when what it explains is left without a pointer, as by a shortcut. */
export const closeHint = closing.tell;

const OVERLAYS = '[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu][data-state=open]';

/** Whether something that opened over the screen keeps from reaching `trigger`. */
export const isCovered = (trigger: Element | null): boolean => {
  const top = [...document.querySelectorAll(OVERLAYS)].at(-1);
  return top !== undefined && !top.contains(trigger);
};

/** Whether the tooltip of `trigger` is open. It closes when something opens over the screen, and does not open beneath it. */
export const useOpenHint = (trigger: RefObject<Element | null>) => {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const close = () => setIsOpen(false);
    const stop = closing.subscribe(close);
    // Dialogs and menus are put into the body when they open, whatever opens them.
    const overlays = new MutationObserver(() => {
      if (isCovered(trigger.current)) close();
    });
    overlays.observe(document.body, { childList: true });
    return () => {
      stop();
      overlays.disconnect();
    };
  }, [isOpen, trigger]);
  return { isOpen, setIsOpen: (next: boolean) => setIsOpen(next && !isCovered(trigger.current)) };
};
