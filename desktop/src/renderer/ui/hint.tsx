import { Tooltip } from 'radix-ui';
import type { FocusEvent, ReactElement } from 'react';
import { Keys } from './keys.tsx';

type HintProps = {
  readonly label: string;
  readonly keys?: readonly string[];
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactElement;
};

/** A tooltip for something that has its own name already. */
export const Hint = ({ label, keys, side = 'bottom', children }: HintProps) => (
  <Tooltip.Root>
    <Tooltip.Trigger asChild onFocus={keepClosedUnlessByKeyboard}>
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

/** The focus that a closed dialog or menu gives back asks for no explanation. */
const keepClosedUnlessByKeyboard = (event: FocusEvent<HTMLElement>): void => {
  if (!event.currentTarget.matches(':focus-visible') || isOverlayOpen()) event.preventDefault();
};

const isOverlayOpen = (): boolean =>
  document.querySelector('[role=dialog][data-state], [role=menu][data-state]') !== null;
