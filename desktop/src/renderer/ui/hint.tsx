import { Tooltip } from 'radix-ui';
import { type FocusEvent, type ReactElement, useRef } from 'react';
import { Keys } from './keys.tsx';
import { isCovered, useOpenHint } from './open-hint.ts';

type HintProps = {
  readonly label: string;
  readonly keys?: readonly string[];
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactElement;
};

/** A tooltip for an element that already has an accessible name. */
export const Hint = ({ label, keys, side = 'bottom', children }: HintProps) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const { isOpen, setIsOpen } = useOpenHint(trigger);
  return (
    <Tooltip.Root open={isOpen} onOpenChange={setIsOpen}>
      <Tooltip.Trigger ref={trigger} asChild onFocus={keepClosedUnlessByKeyboard}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 items-center gap-2 rounded-control bg-surface px-2 py-1 text-12 text-text shadow-float animate-enter"
        >
          {label}
          {keys && <Keys keys={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
};

/** Focus that returns after a dialog, menu, or form closes must not open the tooltip. */
const keepClosedUnlessByKeyboard = (event: FocusEvent<HTMLElement>): void => {
  const trigger = event.currentTarget;
  // A dialog that is closing still counts, because the focus it returns must not open the tooltip.
  const isClosing = document.querySelector('[role=dialog][data-state=closed], [role=menu][data-state=closed]') !== null;
  const isGivenBack = event.relatedTarget === null;
  if (!trigger.matches(':focus-visible') || isGivenBack || isClosing || isCovered(trigger)) event.preventDefault();
};
