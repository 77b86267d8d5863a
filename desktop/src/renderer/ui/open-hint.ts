import { type RefObject, useEffect, useState } from 'react';
import { createListeners } from '../base/listeners.ts';

const closing = createListeners();

/** Closes the open tooltip, if any; to be called when its element is left without the pointer, for example by a shortcut. */
export const closeHint = closing.tell;

const OVERLAYS = '[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu][data-state=open]';

/** Whether an open dialog or menu covers `trigger`. */
export const isCovered = (trigger: Element | null): boolean => {
  const top = [...document.querySelectorAll(OVERLAYS)].at(-1);
  return top !== undefined && !top.contains(trigger);
};

/** The open state of the tooltip of `trigger`. It closes when a dialog or menu opens above it, and does not open underneath one. */
export const useOpenHint = (trigger: RefObject<Element | null>) => {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const close = () => setIsOpen(false);
    const stop = closing.subscribe(close);
    // Dialogs and menus are appended to the body when they open.
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
