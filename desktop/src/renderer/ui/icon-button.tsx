import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, forwardRef } from 'react';
import { classNames } from './class-names.ts';
import { Hint } from './hint.tsx';

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: LucideIcon;
  /** The accessible name, also shown as tooltip. */
  readonly label: string;
  readonly keys?: readonly string[];
};

/** A square button with an icon, and a tooltip that may show its shortcut. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(
  ({ icon: Icon, label, keys, className, ...rest }, ref) => (
    <Hint label={label} {...(keys ? { keys } : {})}>
      <button
        ref={ref}
        type="button"
        aria-label={label}
        className={classNames(
          'inline-grid size-8 shrink-0 place-items-center rounded-control text-muted transition-colors duration-[120ms] ease-out',
          'hover:bg-surface-2 hover:text-text disabled:pointer-events-none disabled:opacity-50 aria-pressed:text-accent',
          'max-panes:size-10',
          className,
        )}
        {...rest}
      >
        <Icon size={16} aria-hidden />
      </button>
    </Hint>
  ),
);
IconButton.displayName = 'IconButton';
