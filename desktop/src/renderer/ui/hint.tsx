import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
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
    <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
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
